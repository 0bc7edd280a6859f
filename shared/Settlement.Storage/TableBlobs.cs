using Settlement.Storage.Binary;

namespace Settlement.Storage;

/// <summary>
/// Values larger than one entity, cut into rows <c>{row}-00</c>, <c>{row}-01</c> …, each as full as an entity may be.
/// Written in as few transactions as the limits allow; a value becomes visible only through whatever names it later,
/// so a crash between two transactions leaves an orphan and no half value in use.
/// </summary>
public static class TableBlobs
{
    private const int MaxChunks = 100;

    /// <summary>Begins a value with length and checksum. No text in UTF-8 and no other format of the ledger begins with such bytes.</summary>
    private const ulong Mark = 0xFF_00_FE_01_B1_0B_00_FF;

    private const int HeaderBytes = 3 * sizeof(ulong);

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

    /// <summary>Writes a value with its length and checksum before it, so that <see cref="ReadBlobAsync"/> notices what is not as it was written.</summary>
    /// <exception cref="ArgumentException">The value is larger than a hundred entities.</exception>
    public static ValueTask WriteBlobAsync(
        this ITableStore store,
        string table,
        string partition,
        string row,
        ReadOnlyMemory<byte> value,
        TableWriteKind kind,
        CancellationToken cancellationToken
    )
    {
        var buffer = new BlockBuffer();
        buffer.WriteUInt64(Mark);
        buffer.WriteUInt64((ulong)value.Length);
        buffer.WriteUInt64(Checksum(partition, row, value.Span));
        buffer.WriteBytes(value.Span);
        return store.WriteAllAsync(table, partition, Cut(row, buffer.Written, kind), cancellationToken);
    }

    /// <summary>
    /// Reads a value that <see cref="WriteBlobAsync"/> wrote, or one that was only cut, as earlier versions did: that one has neither length nor
    /// checksum, and ends where a chunk is not full. Null where there is none.
    /// </summary>
    /// <exception cref="TableDamagedException">A chunk is gone, or bytes are not those that were written under this name.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadBlobAsync(
        this ITableStore store,
        string table,
        string partition,
        string row,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        if (await store.ReadAsync(table, partition, ChunkRow(row, 0), cancellationToken) is not { Value: var first })
        {
            return null;
        }
        if (!TryReadHeader(first.Span, out var length, out var checksum))
        {
            return await ReadCutAsync(store, table, partition, row, first, cancellationToken);
        }

        var whole = new MemoryStream();
        whole.Write(first.Span[HeaderBytes..]);
        for (var chunk = 1; whole.Length < length && chunk < MaxChunks; chunk++)
        {
            if (await store.ReadAsync(table, partition, ChunkRow(row, chunk), cancellationToken) is not { } next)
            {
                throw new TableDamagedException(table, partition, row, $"it has {length} bytes, and chunk {chunk} of it is gone");
            }
            whole.Write(next.Value.Span);
        }

        if (whole.Length != length)
        {
            throw new TableDamagedException(table, partition, row, $"it has {length} bytes, and {whole.Length} are stored");
        }
        ReadOnlyMemory<byte> value = whole.ToArray();
        return Checksum(partition, row, value.Span) == checksum
            ? value
            : throw new TableDamagedException(table, partition, row, "its checksum does not match");
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> ReadCutAsync(
        ITableStore store,
        string table,
        string partition,
        string row,
        ReadOnlyMemory<byte> first,
        CancellationToken cancellationToken
    )
    {
        if (first.Length < TableLimits.MaxValueBytes)
        {
            return first;
        }
        var whole = new MemoryStream();
        whole.Write(first.Span);
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

    private static bool TryReadHeader(ReadOnlySpan<byte> bytes, out long length, out ulong checksum)
    {
        (length, checksum) = (0, 0);
        if (bytes.Length < HeaderBytes)
        {
            return false;
        }
        var cursor = new BlockCursor(bytes);
        if (cursor.ReadUInt64() != Mark)
        {
            return false;
        }
        // A length that no array has is a damaged one; it saturates, so that the comparison with what is stored tells it.
        (length, checksum) = (long.CreateSaturating(cursor.ReadUInt64()), cursor.ReadUInt64());
        return true;
    }

    private static ulong Checksum(string partition, string row, ReadOnlySpan<byte> value) => NamedHash.Compute($"{partition}/{row}", value);

    private static string ChunkRow(string row, int chunk) => $"{row}-{chunk:D2}";
}
