using System.Runtime.CompilerServices;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Storage;

namespace Settlement.Ledger.Folding;

/// <summary>Reads what a cut contains: the blocks that committed head steps name, and nothing that a crash left behind.</summary>
public sealed class LedgerReader(ITableStore store, HeadStore heads)
{
    internal BlockStore Blocks { get; } = new(store);

    /// <summary>The committed blocks of a day at a cut, by partition and step.</summary>
    internal async IAsyncEnumerable<(BlockId Id, BlockHeader Header)> BlocksAsync(SettlementDay day, Cut cut, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var partition in cut.Readings)
        {
            await foreach (var (id, header) in Blocks.ListAsync(day.Number, partition.Partition, partition.Step, cancellation))
            {
                var step = await heads.ReadStepAsync(Hubs.Readings, partition.Partition, id.Step, cancellation);
                if (step?.Attempt == id.Attempt)
                    yield return (id, header);
            }
        }
    }

    /// <summary>Every version of one meter's values on a day, in the order of the blocks; one slice of each block is looked at.</summary>
    public async IAsyncEnumerable<MeterVersion> VersionsAsync(Mpan mpan, SettlementDay day, Cut cut, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(cut);
        var shard = MeterShard.Of(mpan);
        await foreach (var (id, header) in BlocksAsync(day, cut, cancellation))
        {
            var slice = shard / header.ShardsPerSlice;
            var ids = await Blocks.ReadIdsAsync(id, header, slice, cancellation);
            var (start, end) = (ids.ShardStarts[shard % header.ShardsPerSlice], ids.ShardStarts[(shard % header.ShardsPerSlice) + 1]);
            var row = Array.BinarySearch(ids.Mpans, start, end - start, mpan.Value);
            if (row < 0)
                continue;
            while (row > start && ids.Mpans[row - 1] == mpan.Value)
                row--;
            var rows = await Blocks.ReadRowsAsync(id, header, slice, ids, cancellation);
            for (; row < end && ids.Mpans[row] == mpan.Value; row++)
                yield return MeterVersion.Of(id, header, rows, row);
        }
    }
}
