using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;

namespace Settlement.Ledger.Folding;

/// <summary>
/// Adds up a Settlement Day at a cut so that each meter and period counts once, in its latest version. The work is cut into groups that share
/// nothing and add up to the whole: each takes every n-th block's totals and a range of shards, and of those as many at a time as memory allows.
/// </summary>
public sealed class DayFold(LedgerReader ledger)
{
    /// <summary>About how many rows are looked at together; without overlaps a row takes 24 bytes.</summary>
    private const int RowsAtOnce = 2_000_000;

    /// <summary>About how many rows are looked at together with their values.</summary>
    private const int VersionsAtOnce = 250_000;

    /// <summary>
    /// The fast way: block totals, less every value that lost. Meter ids and their periods tell which rows overlap; only for those are values read.
    /// </summary>
    public async ValueTask<DayTotals> FoldAsync(SettlementDay day, Cut cut, int group, int groups, CancellationToken cancellation)
    {
        CheckGroup(group, groups);
        var blocks = await BlocksAsync(day, cut, cancellation);
        var totals = new DayTotals();
        for (var block = group; block < blocks.Count; block += groups)
            await ledger.Blocks.Open(blocks[block]).AddTotalsAsync(totals, cancellation);

        await foreach (var (rows, versions, meters) in MetersAsync(blocks, group, groups, RowsAtOnce, onlyOverlapping: true, totals, cancellation))
        {
            foreach (var (start, end, _) in meters)
                versions.SubtractLosers(start, end, totals);
        }

        return totals;
    }

    /// <summary>The slow way: from every reading. It must give what the fast way gives.</summary>
    public async ValueTask<DayTotals> FoldFromReadingsAsync(SettlementDay day, Cut cut, int group, int groups, CancellationToken cancellation)
    {
        CheckGroup(group, groups);
        var blocks = await BlocksAsync(day, cut, cancellation);
        var totals = new DayTotals();
        await foreach (var (rows, versions, meters) in MetersAsync(blocks, group, groups, VersionsAtOnce, onlyOverlapping: false, totals, cancellation))
        {
            foreach (var (start, end, row) in meters)
            {
                var winners = Winners.Of(versions.Of(rows.MpanAt(row), start, end, totals));
                for (var period = 1; period < winners.Length; period++)
                {
                    if (winners[period] is { } winner)
                        totals.Add(winner.Cell, winner.Qualities[period - winner.First].Class(), period, winner.WattHours[period - winner.First]);
                }
            }
        }

        return totals;
    }

    /// <summary>Reads the meters of a group with their versions, as many shards at a time as have about so many rows.</summary>
    private async IAsyncEnumerable<(MeterRows Rows, RowVersions Versions, List<(int Start, int End, int Row)> Meters)> MetersAsync(
        List<StoredBlock> blocks, int group, int groups, int rowsAtOnce, bool onlyOverlapping, DayTotals totals,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (rows, versions) = (new MeterRows(), new RowVersions());
        var (numbers, meters) = (new List<int>(), new List<(int Start, int End, int Row)>());
        var rowsPerShard = Math.Max(1, blocks.Sum(block => (long)block.Header.Rows) / MeterShard.Count);
        var atOnce = (int)Math.Clamp(rowsAtOnce / rowsPerShard, 1, MeterShard.Count);
        var (first, last) = (group * MeterShard.Count / groups, (group + 1) * MeterShard.Count / groups);
        for (var shard = first; shard < last; shard += atOnce)
        {
            await rows.ReadAsync(ledger.Blocks, blocks, shard, Math.Min(shard + atOnce, last), cancellation);
            numbers.Clear();
            meters.Clear();
            for (var start = 0; start < rows.Count;)
            {
                var end = rows.EndOfMeter(start, out var overlap);
                if (overlap || !onlyOverlapping)
                {
                    meters.Add((numbers.Count, numbers.Count + end - start, start));
                    for (var row = start; row < end; row++)
                        numbers.Add(rows.NumberAt(row));
                }

                start = end;
            }

            await versions.ReadAsync(ledger.Blocks, blocks, rows, numbers, totals, cancellation);
            yield return (rows, versions, meters);
        }
    }

    private async ValueTask<List<StoredBlock>> BlocksAsync(SettlementDay day, Cut cut, CancellationToken cancellation)
    {
        var blocks = new List<StoredBlock>();
        await foreach (var block in ledger.BlocksAsync(day, cut, cancellation))
            blocks.Add(block);
        return blocks;
    }

    private static void CheckGroup(int group, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groups, MeterShard.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(group);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, groups);
    }
}
