namespace Settlement.Storage;

/// <summary>
/// Values larger than one entity, cut into rows <c>{row}-00</c>, <c>{row}-01</c> …, each as full as an entity may be.
/// Written in as few transactions as the limits allow; a value becomes visible only through whatever names it later,
/// so a crash between two transactions leaves an orphan and no half value in use.
/// </summary>
public static class TableBlobs
{
    private const int MaxChunks = 100;

    /// <summary>The rows that hold <paramref name="value"/>; at least one, also for an empty value.</summary>
    /// <exception cref="ArgumentException">The value is larger than a hundred entities.</exception>
    public static IEnumerable<TableWrite> Cut(string row, ReadOnlyMemory<byte> value, TableWriteKind kind = TableWriteKind.Insert)
    {
        if (value.Length > MaxChunks * TableLimits.MaxValueBytes)
        {
            throw new ArgumentException(
                $"The value '{row}' has {value.Length} bytes; at most {MaxChunks * TableLimits.MaxValueBytes} fit.",
                nameof(value)
            );
        }
        var chunk = 0;
        do
        {
            var length = Math.Min(TableLimits.MaxValueBytes, value.Length);
            yield return new TableWrite(kind, ChunkRow(row, chunk++), value[..length], null);
            value = value[length..];
        } while (!value.IsEmpty);
    }

    /// <summary>Writes rows in as few atomic batches as the limits allow, in order.</summary>
    public static async ValueTask WriteAllAsync(
        this ITableStore store,
        string table,
        string partition,
        IEnumerable<TableWrite> writes,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(writes);
        var batch = new List<TableWrite>();
        var bytes = 0;
        foreach (var write in writes)
        {
            var size = TableLimits.RequestBytes(partition, write);
            if (batch.Count == TableLimits.MaxBatchEntities || bytes + size > TableLimits.MaxBatchRequestBytes)
            {
                await store.WriteAsync(table, partition, batch, cancellationToken);
                batch.Clear();
                bytes = 0;
            }

            batch.Add(write);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            await store.WriteAsync(table, partition, batch, cancellationToken);
        }
    }

    /// <summary>Reads a value that was cut, or null where there is none.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadBlobAsync(
        this ITableStore store,
        string table,
        string partition,
        string row,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        var first = await store.ReadAsync(table, partition, ChunkRow(row, 0), cancellationToken);
        if (first is null || first.Value.Length < TableLimits.MaxValueBytes)
        {
            return first?.Value;
        }

        var whole = new MemoryStream();
        whole.Write(first.Value.Span);
        for (var chunk = 1; chunk < MaxChunks; chunk++)
        {
            var next = await store.ReadAsync(table, partition, ChunkRow(row, chunk), cancellationToken);
            if (next is null)
            {
                break;
            }
            whole.Write(next.Value.Span);
            if (next.Value.Length < TableLimits.MaxValueBytes)
            {
                break;
            }
        }

        return whole.ToArray();
    }

    private static string ChunkRow(string row, int chunk) => $"{row}-{chunk:D2}";
}
