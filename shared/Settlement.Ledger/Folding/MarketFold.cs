using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Periods;
using Settlement.Domain.Trading;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Market;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Folding;

/// <summary>Picks the market inputs of a Settlement Day that win at a cut.</summary>
public sealed class MarketFold(MarketStore market, HeadStore heads)
{
    private readonly CommittedParts _committed = new(heads);

    /// <summary>The inputs of each period, from period 1.</summary>
    /// <exception cref="LedgerDataMissingException">Market inputs that were taken are missing.</exception>
    public async ValueTask<IReadOnlyList<MarketInputs>> FoldAsync(SettlementDay day, Cut cut, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cut);
        var winners = new Dictionary<(MarketMessageType Type, int Period, string Key), (VersionKey Version, MarketRow Row)>();
        foreach (var partition in cut.Market)
        {
            var stored = market.ReadAsync(day.Number, partition.Partition, cancellationToken);
            await foreach (var part in _committed.OfAsync(Hubs.Market, partition, day, MergeLog.Empty, stored, cancellationToken))
            {
                foreach (var row in part.Value.Decode())
                {
                    var key = (row.Type, row.Period, row.Key);
                    var version = new VersionKey(row.Revision, row.Enqueued, partition.Partition, row.Position, row.Place);
                    if (!winners.TryGetValue(key, out var best) || version > best.Version)
                    {
                        winners[key] = (version, row);
                    }
                }
            }
        }

        var byPeriod = winners.Values.Select(winner => winner.Row).ToLookup(row => row.Period);
        return [.. Enumerable.Range(1, day.Periods).Select(period => Inputs(byPeriod[period]))];
    }

    private static MarketInputs Inputs(IEnumerable<MarketRow> rows)
    {
        var byType = rows.OrderBy(row => row.Key, StringComparer.Ordinal).ToLookup(row => row.Type);
        return new MarketInputs(
            byType[MarketMessageType.GspGroupTake]
                .ToDictionary(row => row.Key, row => new GspGroupTake(row.A, row.Estimated), StringComparer.Ordinal),
            byType[MarketMessageType.SystemPrice].Select(row => new SystemPrice(row.A, row.B)).SingleOrDefault(),
            byType[MarketMessageType.BmUnitVolume].ToDictionary(row => row.Key, row => row.A, StringComparer.Ordinal),
            [
                .. byType[MarketMessageType.Contract]
                    .Where(row => row.A != 0)
                    .Select(row => new Contract(
                        row.Key,
                        row.Trade!.Seller,
                        row.Trade.SellerAccount,
                        row.Trade.Buyer,
                        row.Trade.BuyerAccount,
                        row.A
                    )),
            ],
            byType[MarketMessageType.Balancing].ToDictionary(row => row.Key, row => row.A, StringComparer.Ordinal)
        );
    }
}
