using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;

namespace Settlement.Ledger.Folding;

/// <summary>
/// Adds up a Settlement Day at a cut so that each meter and period counts once, in its latest version. The work is cut into groups that share
/// nothing and add up to the whole: each takes every n-th block's totals and a range of shards.
/// </summary>
public sealed class DayFold(LedgerReader ledger)
{
    /// <summary>
    /// The fast way: block totals, less every value that lost. Meter ids and their periods tell which rows overlap; only for those are values read.
    /// </summary>
    public async ValueTask<DayTotals> FoldAsync(SettlementDay day, Cut cut, int group, int groups, CancellationToken cancellation)
    {
        CheckGroup(group, groups);
        var totals = new DayTotals();
        var blocks = new List<StoredBlock>();
        await foreach (var block in ledger.BlocksAsync(day, cut, cancellation))
        {
            if (blocks.Count % groups == group)
                await ledger.Blocks.Open(block).AddTotalsAsync(totals, cancellation);
            blocks.Add(block);
        }

        var spans = new List<RowSpan>();
        var (firstShard, endShard) = ShardsOf(group, groups);
        for (var block = 0; block < blocks.Count; block++)
            await AddSpansAsync(spans, blocks[block], block, firstShard, endShard, cancellation);
        spans.Sort();

        foreach (var meter in await ReadOverlappingAsync(blocks, Overlapping(spans), cancellation))
        {
            var winners = Winners.Of(meter);
            foreach (var version in meter)
            {
                for (var period = version.First; period <= version.Last; period++)
                {
                    if (version.Has(period) && !ReferenceEquals(winners[period], version))
                        Add(totals, version, period, -1);
                }
            }
        }

        return totals;
    }

    /// <summary>The slow way: from every reading. It must give what the fast way gives.</summary>
    public async ValueTask<DayTotals> FoldFromReadingsAsync(SettlementDay day, Cut cut, int group, int groups, CancellationToken cancellation)
    {
        CheckGroup(group, groups);
        var meters = new Dictionary<Mpan, List<MeterVersion>>();
        var (firstShard, endShard) = ShardsOf(group, groups);
        await foreach (var block in ledger.BlocksAsync(day, cut, cancellation))
        {
            var (reader, perSlice) = (ledger.Blocks.Open(block), block.Header.ShardsPerSlice);
            for (var slice = firstShard / perSlice; slice * perSlice < endShard; slice++)
            {
                var ids = await reader.IdsAsync(slice, cancellation);
                var rows = await reader.RowsAsync(slice, ids, cancellation);
                var (start, end) = RowsOf(ids, slice * perSlice, firstShard, endShard);
                for (var row = start; row < end; row++)
                {
                    var version = await MeterVersion.OfAsync(reader, rows, row, cancellation);
                    if (!meters.TryGetValue(version.Mpan, out var versions))
                        meters.Add(version.Mpan, versions = []);
                    versions.Add(version);
                }
            }
        }

        var totals = new DayTotals();
        foreach (var versions in meters.Values)
        {
            var winners = Winners.Of(versions);
            for (var period = 1; period < winners.Length; period++)
            {
                if (winners[period] is { } winner)
                    Add(totals, winner, period, 1);
            }
        }

        return totals;
    }

    private static void Add(DayTotals totals, MeterVersion version, int period, int sign) =>
        totals.Add(version.Cell, version.Qualities[period - version.First].Class(), period, version.WattHours[period - version.First], sign);

    private async ValueTask AddSpansAsync(List<RowSpan> spans, StoredBlock block, int index, int firstShard, int endShard, CancellationToken cancellation)
    {
        var (reader, perSlice) = (ledger.Blocks.Open(block), block.Header.ShardsPerSlice);
        for (var slice = firstShard / perSlice; slice * perSlice < endShard; slice++)
        {
            var ids = await reader.IdsAsync(slice, cancellation);
            var (start, end) = RowsOf(ids, slice * perSlice, firstShard, endShard);
            for (var row = start; row < end; row++)
                spans.Add(new RowSpan(ids.Mpans[row], index, row, (byte)slice, (byte)ids.First(row), (byte)ids.Length(row)));
        }
    }

    /// <summary>Of spans sorted by meter, those of meters of which two rows overlap.</summary>
    private static List<RowSpan> Overlapping(List<RowSpan> spans)
    {
        var overlapping = new List<RowSpan>();
        for (var start = 0; start < spans.Count;)
        {
            var end = start + 1;
            ulong seen = spans[start].Periods;
            var overlap = false;
            for (; end < spans.Count && spans[end].Mpan == spans[start].Mpan; end++)
            {
                overlap |= (seen & spans[end].Periods) != 0;
                seen |= spans[end].Periods;
            }

            if (overlap)
                overlapping.AddRange(spans[start..end]);
            start = end;
        }

        return overlapping;
    }

    /// <summary>Reads the values of some rows, slice by slice, and gives them back by meter.</summary>
    private async ValueTask<IEnumerable<List<MeterVersion>>> ReadOverlappingAsync(List<StoredBlock> blocks, List<RowSpan> spans, CancellationToken cancellation)
    {
        var meters = new Dictionary<Mpan, List<MeterVersion>>();
        foreach (var slice in spans.GroupBy(span => (span.Block, span.Slice)).OrderBy(slice => slice.Key))
        {
            var reader = ledger.Blocks.Open(blocks[slice.Key.Block]);
            var ids = await reader.IdsAsync(slice.Key.Slice, cancellation);
            var rows = await reader.RowsAsync(slice.Key.Slice, ids, cancellation);
            foreach (var span in slice)
            {
                var version = await MeterVersion.OfAsync(reader, rows, span.Row, cancellation);
                if (!meters.TryGetValue(version.Mpan, out var versions))
                    meters.Add(version.Mpan, versions = []);
                versions.Add(version);
            }
        }

        return meters.Values;
    }

    private static (int Start, int End) RowsOf(SliceIds ids, int sliceFirstShard, int firstShard, int endShard)
    {
        var shards = ids.ShardStarts.Length - 1;
        return (ids.ShardStarts[Math.Clamp(firstShard - sliceFirstShard, 0, shards)], ids.ShardStarts[Math.Clamp(endShard - sliceFirstShard, 0, shards)]);
    }

    private static (int First, int End) ShardsOf(int group, int groups) => (group * MeterShard.Count / groups, (group + 1) * MeterShard.Count / groups);

    private static void CheckGroup(int group, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groups, MeterShard.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(group);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, groups);
    }

    private readonly record struct RowSpan(long Mpan, int Block, int Row, byte Slice, byte First, byte Length) : IComparable<RowSpan>
    {
        public ulong Periods => ((1UL << Length) - 1) << First;

        public int CompareTo(RowSpan other)
        {
            var order = Mpan.CompareTo(other.Mpan);
            if (order == 0)
                order = Block.CompareTo(other.Block);
            return order == 0 ? Row.CompareTo(other.Row) : order;
        }
    }
}
