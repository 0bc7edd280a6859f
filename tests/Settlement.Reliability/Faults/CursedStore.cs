using Settlement.Storage;

namespace Settlement.Reliability.Faults;

/// <summary>A store that refuses everything about one day for good: stands for whatever makes some events impossible to take in.</summary>
public sealed class CursedStore(ITableStore inner) : ITableStore
{
    /// <summary>The day, as partition keys name it; null while nothing is refused.</summary>
    public string? Day { get; set; }

    public ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellationToken) =>
        inner.ReadAsync(table, partition, row, cancellationToken);

    public IAsyncEnumerable<TableEntry> QueryAsync(string table, string partition, RowRange rows, CancellationToken cancellationToken) =>
        inner.QueryAsync(table, partition, rows, cancellationToken);

    public ValueTask<IReadOnlyList<string?>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<TableWrite> batch,
        CancellationToken cancellationToken
    ) =>
        Day is { } day && partition.StartsWith(day, StringComparison.Ordinal)
            ? throw new ArgumentException("This cannot be stored.", nameof(batch))
            : inner.WriteAsync(table, partition, batch, cancellationToken);
}
