using System.Runtime.CompilerServices;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Doubts;
using Settlement.Storage;

namespace Settlement.Ledger.Folding;

/// <summary>Reads what a cut contains: the blocks that committed head steps name, and nothing that a crash left behind.</summary>
public sealed class LedgerReader(ITableStore store, HeadStore heads)
{
    private readonly CommittedParts _committed = new(heads);

    internal BlockStore Blocks { get; } = new(store);

    internal MergeStore Merges { get; } = new(store);

    internal DoubtStore Doubts { get; } = new(store, heads);

    /// <summary>The committed blocks of a day at a cut, by partition and step; merged ones in place of those that they were made from.</summary>
    /// <exception cref="LedgerDataMissingException">A block is missing.</exception>
    internal async IAsyncEnumerable<StoredBlock> BlocksAsync(
        SettlementDay day,
        Cut cut,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var partition in cut.Readings)
        {
            await foreach (var part in PartsAsync(day, partition, cancellationToken))
            {
                yield return part.Value;
            }
        }
    }

    /// <summary>The committed blocks of a day at a cut, all at once.</summary>
    /// <exception cref="LedgerDataMissingException">A block is missing.</exception>
    internal async ValueTask<List<StoredBlock>> ListAsync(SettlementDay day, Cut cut, CancellationToken cancellationToken)
    {
        var blocks = new List<StoredBlock>();
        await foreach (var block in BlocksAsync(day, cut, cancellationToken))
        {
            blocks.Add(block);
        }
        return blocks;
    }

    /// <summary>The committed blocks of a day and partition at a cut, with the steps that they stand for.</summary>
    /// <exception cref="LedgerDataMissingException">A block is missing.</exception>
    internal async IAsyncEnumerable<CommittedPart<StoredBlock>> PartsAsync(
        SettlementDay day,
        PartitionCut cut,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (log, _) = await Merges.ReadAsync(cut.Partition, day, cancellationToken);
        var stored = Blocks
            .ListAsync(day.Number, cut.Partition, cancellationToken)
            .Select(block => (block.Id.Step, block.Id.Attempt, block));
        await foreach (var part in _committed.OfAsync(Hubs.Readings, cut, day, log, stored, cancellationToken))
        {
            yield return part;
        }
    }

    /// <summary>Every version of one meter's values on a day, in the order of the blocks; one slice of each block is looked at.</summary>
    public async IAsyncEnumerable<MeterVersion> VersionsAsync(
        Mpan mpan,
        SettlementDay day,
        Cut cut,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(cut);
        var shard = MeterShard.GetShard(mpan);
        await foreach (var block in BlocksAsync(day, cut, cancellationToken))
        {
            var (slice, inSlice) = (block.SliceOf(shard), shard % block.Header.ShardsPerSlice);
            var reader = Blocks.Open(block);
            var ids = await reader.IdsAsync(slice, cancellationToken);
            var (start, end) = (ids.ShardStarts[inSlice], ids.ShardStarts[inSlice + 1]);
            var row = Array.BinarySearch(ids.Mpans, start, end - start, mpan.Value);
            if (row < 0)
            {
                continue;
            }
            while (row > start && ids.Mpans[row - 1] == mpan.Value)
            {
                row--;
            }
            var rows = await reader.RowsAsync(slice, ids, cancellationToken);
            for (; row < end && ids.Mpans[row] == mpan.Value; row++)
            {
                yield return await MeterVersion.ReadAsync(reader, rows, row, cancellationToken);
            }
        }
    }
}
