namespace Settlement.Storage;

/// <summary>
/// The storage port: tables of entities, each an opaque value under a partition key and a row key.
/// It offers what Azure Table storage offers and no more, so that both adapters keep every promise.
/// </summary>
/// <remarks>
/// Keys are ordered ordinally. A table need not be created before use. Values are at most
/// <see cref="TableLimits.MaxValueBytes"/> long; larger things are cut by <see cref="TableBlobs"/>.
/// What may go away by itself is a <see cref="TableUnavailableException"/>, after the repetitions that it deserved.
/// Any other failure of the storage underneath (no permission, a damaged file, a refused request) is passed on as it came.
/// </remarks>
public interface ITableStore
{
    /// <summary>Reads one entity, or null where there is none.</summary>
    /// <exception cref="TableUnavailableException">The store could not be reached or could not serve the request now.</exception>
    /// <exception cref="ArgumentException">The name or a key is one that the service refuses.</exception>
    ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellationToken);

    /// <summary>Reads the entities of one partition whose rows lie in <paramref name="rows"/>, in row order, page by page.</summary>
    /// <exception cref="TableUnavailableException">A page could not be read now; what was listed before it stands.</exception>
    /// <exception cref="ArgumentException">The name, the partition or the range is one that the service refuses.</exception>
    IAsyncEnumerable<TableEntry> QueryAsync(string table, string partition, RowRange rows, CancellationToken cancellationToken);

    /// <summary>
    /// Applies all writes of a batch within one partition, or none of them.
    /// </summary>
    /// <remarks>
    /// A batch whose reply was lost is sent again. An insert or a replace takes effect once all the same; a put or a delete may be repeated
    /// over what another wrote in between, so where writers meet, use the other two.
    /// </remarks>
    /// <returns>The new entity tags, in the order of the writes; null for a delete.</returns>
    /// <exception cref="TableConflictException">A condition did not hold: the row exists, is gone, or was changed by another writer.</exception>
    /// <exception cref="TableUnavailableException">The store could not be reached or could not serve the request now. All of the batch may have been written, or nothing.</exception>
    /// <exception cref="ArgumentException">The batch is over a limit of <see cref="TableLimits"/>, names a row twice or has a key with a character that the service refuses.</exception>
    ValueTask<IReadOnlyList<string?>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<TableWrite> batch,
        CancellationToken cancellationToken
    );
}
