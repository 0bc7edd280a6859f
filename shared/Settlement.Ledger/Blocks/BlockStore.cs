using System.Runtime.CompilerServices;
using Settlement.Ledger.Batches;
using Settlement.Storage;
using Settlement.Storage.Diagnostics;

namespace Settlement.Ledger.Blocks;

/// <summary>The blocks of the ledger: written once, never replaced, read by day, partition and part.</summary>
internal sealed class BlockStore(ITableStore store)
{
    internal const string Table = "blocks";

    /// <summary>Writes the rows of one day of a batch.</summary>
    public ValueTask WriteAsync(BlockId id, ReadingBatch batch, BlockWriter writer, CancellationToken cancellationToken) =>
        store.WriteAllAsync(Table, id.PartitionKey, Encode(id, batch, writer), cancellationToken);

    /// <summary>All blocks of a day and partition by step, orphans of crashes among them.</summary>
    public async IAsyncEnumerable<StoredBlock> ListAsync(
        int day,
        int partition,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (
            var entry in store.QueryAsync(
                Table,
                BlockId.PartitionKeyOf(day, partition),
                RowRange.Prefix(BlockId.HeaderPrefix),
                cancellationToken
            )
        )
        {
            var id = BlockId.FromHeaderRow(day, partition, entry.Row);
            yield return new StoredBlock(id, Decode(id, entry.Value));
        }
    }

    /// <summary>The names of the blocks of a day and partition that came after a step, by step, whatever state they are in; 0 for all.</summary>
    public async IAsyncEnumerable<BlockId> ListIdsAsync(
        int day,
        int partition,
        long after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var since = RowRange.Prefix(BlockId.HeaderPrefix) with { From = new BlockId(day, partition, after + 1, string.Empty).HeaderRow };
        await foreach (var entry in store.QueryAsync(Table, BlockId.PartitionKeyOf(day, partition), since, cancellationToken))
        {
            yield return BlockId.FromHeaderRow(day, partition, entry.Row);
        }
    }

    /// <summary>Deletes the blocks of a day and partition. Parts before headers, as everywhere: a header whose parts are gone is found again.</summary>
    public async ValueTask PurgeAsync(int day, int partition, CancellationToken cancellationToken)
    {
        var key = BlockId.PartitionKeyOf(day, partition);
        await store.DeleteAsync(Table, key, RowRange.Prefix(BlockId.DataPrefixOfAll), cancellationToken);
        await store.DeleteAsync(Table, key, RowRange.All, cancellationToken);
    }

    /// <summary>Looks up a block, or null where it is not stored.</summary>
    public async ValueTask<StoredBlock?> FindAsync(BlockId id, CancellationToken cancellationToken) =>
        await store.ReadAsync(Table, id.PartitionKey, id.HeaderRow, cancellationToken) is { } entry
            ? new StoredBlock(id, Decode(id, entry.Value))
            : null;

    /// <summary>Opens a block to read parts of it.</summary>
    public BlockReader Open(StoredBlock block) => new(store, block);

    private static List<TableWrite> Encode(BlockId id, ReadingBatch batch, BlockWriter writer)
    {
        using var activity = LedgerActivity.Start(LedgerActivity.Encode);
        return writer.Write(id, batch);
    }

    private static BlockHeader Decode(BlockId id, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return BlockHeader.Decode(id, bytes.Span);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new DamagedBlockException(id.ToString(), "header", e);
        }
    }
}
