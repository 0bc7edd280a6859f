namespace Settlement.Storage;

/// <summary>Deletes many rows.</summary>
public static class TableSweep
{
    /// <summary>Deletes the rows of a range, in their order, as many at once as a batch may have.</summary>
    /// <returns>How many there were. What was deleted before a failure stays deleted; the rest is found again.</returns>
    public static async ValueTask<int> DeleteAsync(
        this ITableStore store,
        string table,
        string partition,
        RowRange rows,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        var names = new List<string>();
        await foreach (var entry in store.QueryAsync(table, partition, rows, cancellationToken))
        {
            names.Add(entry.Row);
        }
        await store.WriteAllAsync(table, partition, names.Select(TableWrite.Delete), cancellationToken);
        return names.Count;
    }
}
