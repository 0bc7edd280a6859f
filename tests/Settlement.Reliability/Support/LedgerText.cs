using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Periods;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Live;
using Settlement.Ledger.Rejects;

namespace Settlement.Reliability.Support;

/// <summary>What a ledger says, as text that can be compared.</summary>
public static class LedgerText
{
    private static readonly ConcurrentDictionary<SettlementCell, string> Cells = new();

    /// <summary>A cell in words.</summary>
    public static string Cell(SettlementCell cell) =>
        Cells.GetOrAdd(
            cell,
            static cell =>
                string.Join(
                    ' ',
                    cell.GspGroup,
                    cell.Supplier,
                    cell.Flow.Text(),
                    cell.Segment.Text(),
                    cell.Connection.Text(),
                    cell.Domestic,
                    cell.DistributorId,
                    cell.Llfc
                )
        );

    /// <summary>The totals of a day, a line each; beyond the day's last period too, where nothing may be.</summary>
    public static string Totals(DayTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        return Lines(
            Enumerable
                .Range(1, SettlementDay.MaxPeriods)
                .SelectMany(period =>
                    totals
                        .CellsInPeriod(period)
                        .Select(total => Total(period, Cell(total.Cell), total.Quality.Text(), total.WattHours, total.Values))
                )
        );
    }

    /// <summary>One total.</summary>
    public static string Total(int period, string cell, string quality, long wattHours, long values) =>
        string.Create(CultureInfo.InvariantCulture, $"{period:D2} {cell} {quality}: {wattHours} Wh of {values}");

    /// <summary>The sums of what has arrived, a line each: by GSP Group and period, then by supplier.</summary>
    public static string Live(LiveTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        return Lines([
            .. totals.Groups.SelectMany(group =>
                group
                    .Value.Select((sum, i) => (Period: i + 1, Sum: sum))
                    .Where(each => each.Sum.Values != 0)
                    .Select(each => Total(each.Period, Words(group.Key), group.Key.Quality.Text(), each.Sum.WattHours, each.Sum.Values))
            ),
            .. totals.Suppliers.Select(supplier =>
                Total(0, Words(supplier.Key), supplier.Key.Quality.Text(), supplier.Value.WattHours, supplier.Value.Values)
            ),
        ]);

        static string Words(LiveKey key) => $"{key.Subject} {key.Flow.Text()}";
    }

    /// <summary>The values of a version of a meter, a line each.</summary>
    public static IEnumerable<string> Version(MeterVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        for (var period = version.First; period <= version.Last; period++)
        {
            if (version.Has(period))
            {
                yield return Value(
                    period,
                    version.WattHours[period - version.First],
                    version.Qualities[period - version.First].Text(),
                    Cell(version.Cell),
                    version.Key.Revision,
                    version.Key.Enqueued,
                    version.Key.Partition,
                    EpochPosition.EpochOf(version.Key.Position),
                    EpochPosition.SequenceOf(version.Key.Position),
                    version.Key.Place
                );
            }
        }
    }

    /// <summary>One value of a version.</summary>
    public static string Value(
        int period,
        long wattHours,
        string quality,
        string cell,
        long revision,
        long enqueued,
        int partition,
        int epoch,
        long sequence,
        int place
    ) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{period} {wattHours} {quality} {cell} {revision} {enqueued} {partition} {epoch}/{sequence} {place}"
        );

    /// <summary>The market inputs of a day, a line each.</summary>
    public static string Market(IReadOnlyList<MarketInputs> periods)
    {
        ArgumentNullException.ThrowIfNull(periods);
        return Lines(
            periods.SelectMany(
                (inputs, i) =>
                    (string[])
                        [
                            .. inputs.Price is { } price
                                ? [Input(i + 1, "systemPrice", string.Empty, price.Buy, price.Sell, string.Empty)]
                                : Array.Empty<string>(),
                            .. inputs.Takes.Select(take =>
                                Input(i + 1, "gspGroupTake", take.Key, take.Value.Mwh, 0, take.Value.Estimated ? "estimated" : string.Empty)
                            ),
                            .. inputs.Volumes.Select(volume => Input(i + 1, "bmUnitVolume", volume.Key, volume.Value, 0, string.Empty)),
                            .. inputs.Contracts.Select(contract =>
                                Input(
                                    i + 1,
                                    "contract",
                                    contract.Id,
                                    contract.Mwh,
                                    0,
                                    $"{contract.Seller} {contract.SellerAccount.Text()} {contract.Buyer} {contract.BuyerAccount.Text()}"
                                )
                            ),
                            .. inputs.Balancing.Select(volume => Input(i + 1, "balancing", volume.Key, volume.Value, 0, string.Empty)),
                        ]
            )
        );
    }

    /// <summary>One market input.</summary>
    public static string Input(int period, string type, string key, decimal a, decimal b, string rest) =>
        string.Create(CultureInfo.InvariantCulture, $"{period:D2} {type} {key} {a + 0m:0.######} {b + 0m:0.######} {rest}");

    /// <summary>A reject as the lists give it.</summary>
    public static string Reject(StoredReject reject)
    {
        ArgumentNullException.ThrowIfNull(reject);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{EpochPosition.EpochOf(reject.Id.Position)}/{EpochPosition.SequenceOf(reject.Id.Position)}/{reject.Id.Place} {reject.BodyText}"
        );
    }

    /// <summary>Lines in ordinal order.</summary>
    public static string Lines(IEnumerable<string> lines) =>
        new StringBuilder().AppendJoin('\n', lines.Order(StringComparer.Ordinal)).ToString();
}
