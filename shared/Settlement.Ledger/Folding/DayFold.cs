using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;

namespace Settlement.Ledger.Folding;

/// <summary>
/// Adds up a Settlement Day at a cut so that each meter and period counts once, in its latest version. The work is cut into groups that share
/// nothing and add up to the whole: each takes every n-th block's totals and a range of shards, and of those as many at a time as memory allows.
/// </summary>
public sealed class DayFold(LedgerReader ledger)
{
    /// <summary>Into how many groups a run cuts everything that reads a whole day.</summary>
    public const int RunGroups = 8;

    /// <summary>
    /// The fast way: block totals, less every value that lost. Meter ids and their periods tell which rows overlap; only for those are values read.
    /// </summary>
    public ValueTask<DayTotals> FoldAsync(SettlementDay day, Cut cut, int group, int groups, CancellationToken cancellationToken) =>
        FoldAsync(day, cut, group, groups, null, cancellationToken);

    /// <summary>The fast way, with the doubtful values that are in the totals or wait aside.</summary>
    public async ValueTask<(DayTotals Totals, IReadOnlyList<DoubtCount> Doubts)> FoldWithDoubtsAsync(
        SettlementDay day,
        Cut cut,
        int group,
        int groups,
        CancellationToken cancellationToken
    )
    {
        var watch = await DoubtWatch.ReadAsync(ledger.Doubts, day, cut, MeterShard.RangeOf(group, groups), cancellationToken);
        var totals = await FoldAsync(day, cut, group, groups, watch, cancellationToken);
        return (totals, watch.Finish());
    }

    private async ValueTask<DayTotals> FoldAsync(
        SettlementDay day,
        Cut cut,
        int group,
        int groups,
        DoubtWatch? watch,
        CancellationToken cancellationToken
    )
    {
        var shards = MeterShard.RangeOf(group, groups);
        var blocks = await ledger.ListAsync(day, cut, cancellationToken);
        var totals = new DayTotals();
        for (var block = group; block < blocks.Count; block += groups)
        {
            await ledger.Blocks.Open(blocks[block]).AddTotalsAsync(totals, cancellationToken);
        }

        var scan = new MeterScan(ledger.Blocks, blocks, MeterScan.RowsAtOnce);
        await foreach (var found in scan.ReadAsync(shards, Wanted, totals, cancellationToken))
        {
            foreach (var (start, end, mpan) in found.Meters)
            {
                found.Versions.SubtractReplaced(start, end, totals);
                watch?.Look(mpan, found.Versions, start, end, totals);
            }
        }

        return totals;

        Func<int, bool, bool> Wanted(MeterRows rows) => (end, overlap) => overlap || watch?.Watches(rows.MpanAt(end - 1)) == true;
    }

    /// <summary>The slow way: from every reading. It must give what the fast way gives.</summary>
    public async ValueTask<DayTotals> FoldFromReadingsAsync(
        SettlementDay day,
        Cut cut,
        int group,
        int groups,
        CancellationToken cancellationToken
    )
    {
        var shards = MeterShard.RangeOf(group, groups);
        var blocks = await ledger.ListAsync(day, cut, cancellationToken);
        var totals = new DayTotals();
        var scan = new MeterScan(ledger.Blocks, blocks, MeterScan.VersionsAtOnce);
        await foreach (var found in scan.ReadAsync(shards, _ => (_, _) => true, totals, cancellationToken))
        {
            foreach (var (start, end, mpan) in found.Meters)
            {
                var winners = Winners.Select(found.Versions.ReadVersions(mpan, start, end, totals));
                for (var period = 1; period < winners.Length; period++)
                {
                    if (winners[period] is { } winner)
                    {
                        totals.Add(
                            winner.Cell,
                            winner.Qualities[period - winner.First].Class(),
                            period,
                            winner.WattHours[period - winner.First]
                        );
                    }
                }
            }
        }

        return totals;
    }
}
