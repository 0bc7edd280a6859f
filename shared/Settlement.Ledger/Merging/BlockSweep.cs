using Settlement.Ledger.Blocks;
using Settlement.Storage;

namespace Settlement.Ledger.Merging;

/// <summary>Takes blocks out of the store, their headers last: what is left when it breaks off is found again.</summary>
internal sealed class BlockSweep(ITableStore store)
{
    /// <summary>Deletes a block, or as much of it as was written.</summary>
    public async ValueTask DeleteAsync(BlockId id, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(BlockStore.Table, id.PartitionKey, RowRange.Prefix(id.DataPrefix), cancellationToken);
        await store.WriteAsync(BlockStore.Table, id.PartitionKey, [TableWrite.Delete(id.HeaderRow)], cancellationToken);
    }
}
