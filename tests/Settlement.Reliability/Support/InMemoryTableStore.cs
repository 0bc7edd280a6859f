using System.Globalization;
using System.Runtime.CompilerServices;
using Settlement.Storage;

namespace Settlement.Reliability.Support;

/// <summary>A table store in memory that keeps the port's promises and its limits.</summary>
public sealed class InMemoryTableStore : ITableStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Table, string Partition), SortedDictionary<string, TableEntry>> _partitions = [];
    private long _writes;

    /// <summary>Called before each batch is applied; a test can write in between or throw.</summary>
    public Action<string, IReadOnlyList<TableWrite>>? BeforeWrite { get; set; }

    /// <summary>Every row there is, by table, partition and row.</summary>
    public IReadOnlyList<(string Table, string Partition, TableEntry Entry)> All()
    {
        lock (_gate)
        {
            return
            [
                .. _partitions
                    .OrderBy(partition => partition.Key.ToString(), StringComparer.Ordinal)
                    .SelectMany(partition => partition.Value.Values.Select(entry => (partition.Key.Table, partition.Key.Partition, entry))),
            ];
        }
    }

    public ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(Rows(table, partition).GetValueOrDefault(row));
        }
    }

    public async IAsyncEnumerable<TableEntry> QueryAsync(
        string table,
        string partition,
        RowRange rows,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        TableEntry[] found;
        lock (_gate)
        {
            found =
            [
                .. Rows(table, partition)
                    .Values.Where(entry =>
                        string.CompareOrdinal(entry.Row, rows.From) >= 0
                        && (rows.Before is null || string.CompareOrdinal(entry.Row, rows.Before) < 0)
                    ),
            ];
        }

        await Task.CompletedTask;
        foreach (var entry in found)
        {
            yield return entry;
        }
    }

    public ValueTask<IReadOnlyList<string?>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<TableWrite> batch,
        CancellationToken cancellationToken
    )
    {
        TableLimits.Check(table, partition, batch);
        BeforeWrite?.Invoke(partition, batch);
        lock (_gate)
        {
            var rows = Rows(table, partition);
            foreach (var write in batch)
            {
                var there = rows.GetValueOrDefault(write.Row);
                if (
                    write.Kind == TableWriteKind.Insert
                        ? there is not null
                        : write.Kind == TableWriteKind.Replace && there?.ETag != write.ETag
                )
                {
                    throw new TableConflictException(table, partition, write.Row);
                }
            }

            var tags = new List<string?>();
            foreach (var write in batch)
            {
                if (write.Kind == TableWriteKind.Delete)
                {
                    rows.Remove(write.Row);
                    tags.Add(null);
                    continue;
                }

                var entry = new TableEntry(write.Row, write.Value.ToArray(), (++_writes).ToString(CultureInfo.InvariantCulture));
                rows[write.Row] = entry;
                tags.Add(entry.ETag);
            }

            return new(tags);
        }
    }

    private SortedDictionary<string, TableEntry> Rows(string table, string partition)
    {
        if (!_partitions.TryGetValue((table, partition), out var rows))
        {
            _partitions.Add((table, partition), rows = new(StringComparer.Ordinal));
        }
        return rows;
    }
}
