using System.Globalization;
using Settlement.Ledger.Storage;

namespace Settlement.Reliability.Histories;

/// <summary>A store that will not have the data of a day, as a service that finds fault with what is written.</summary>
internal sealed class CursedStore(ITableStore inner) : ITableStore
{
    /// <summary>The day, or null for none.</summary>
    public DateOnly? Day { get; set; }

    public ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellation) => inner.ReadAsync(table, partition, row, cancellation);

    public IAsyncEnumerable<TableEntry> QueryAsync(string table, string partition, RowRange rows, CancellationToken cancellation) => inner.QueryAsync(table, partition, rows, cancellation);

    public ValueTask<IReadOnlyList<string?>> WriteAsync(string table, string partition, IReadOnlyList<TableWrite> batch, CancellationToken cancellation) =>
        Day is { } day && partition.StartsWith(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            ? throw new ArgumentException($"The data of {day:yyyy-MM-dd} are refused.", nameof(batch))
            : inner.WriteAsync(table, partition, batch, cancellation);
}
