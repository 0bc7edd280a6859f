using Settlement.Ledger.Batches;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Rejects;

/// <summary>
/// Many rejects in one stored value: a hostile event of a megabyte holds half a million of them, and each as a row of its own would
/// cost more than the readings of a town.
/// </summary>
internal static class RejectPack
{
    private const byte Format = 1;

    /// <summary>A pack is closed once it is this large, so that with one more body it still fits a few entities.</summary>
    private const int FullBytes = 512 * 1024;

    private const int FewestBytesEach = 8;

    /// <summary>Packs rejects in their order. The name goes into the checksum, so that another pack in its place is noticed.</summary>
    public static IEnumerable<(string Name, ReadOnlyMemory<byte> Value)> Write(string name, IReadOnlyList<Reject> rejects)
    {
        var next = 0;
        for (var pack = 0; next < rejects.Count; pack++)
        {
            var body = new BlockBuffer();
            var start = next;
            while (next < rejects.Count && body.Written.Length < FullBytes)
                Write(body, rejects[next++]);
            var buffer = new BlockBuffer();
            buffer.Byte(Format);
            buffer.Unsigned(next - start);
            buffer.Bytes(body.Written.Span);
            var packName = $"{name}-{pack:D5}";
            buffer.UInt64(NamedHash.Of(packName, buffer.Written.Span));
            yield return (packName, buffer.Written);
        }
    }

    /// <summary>Reads a pack; bodies are slices of its bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or are those of another pack.</exception>
    public static List<Reject> Read(string name, ReadOnlyMemory<byte> value)
    {
        var bytes = value.Span;
        if (bytes.Length < 9 || new BlockCursor(bytes[^8..]).UInt64() != NamedHash.Of(name, bytes[..^8]))
            throw new InvalidDataException("The checksum does not match.");
        var cursor = new BlockCursor(bytes[..^8]);
        if (cursor.Byte() is var format && format != Format)
            throw new InvalidDataException($"Format {format} is unknown; this version reads {Format}.");
        var rejects = new List<Reject>(cursor.Count(FewestBytesEach));
        for (var left = rejects.Capacity; left > 0; left--)
            rejects.Add(Read(ref cursor, value));
        return rejects;
    }

    private static void Write(BlockBuffer buffer, Reject reject)
    {
        buffer.Unsigned(reject.Sequence);
        buffer.Unsigned(reject.Place);
        buffer.Signed(reject.Enqueued.UtcTicks);
        buffer.Unsigned((ulong)reject.Reasons);
        Write(buffer, reject.Day);
        Write(buffer, reject.Mpan);
        buffer.Unsigned(reject.Body.Length);
        buffer.Bytes(reject.Body.Span);
    }

    private static Reject Read(ref BlockCursor cursor, ReadOnlyMemory<byte> value)
    {
        var (sequence, place) = (cursor.Long(), cursor.Int());
        var enqueued = new DateTimeOffset(cursor.Signed(), TimeSpan.Zero);
        var reasons = (RejectReasons)cursor.Int();
        var (day, mpan) = (ReadText(ref cursor), ReadText(ref cursor));
        var length = cursor.Count();
        var start = cursor.Position;
        cursor.Bytes(length);
        return new Reject(sequence, place, enqueued, day, mpan, reasons, value.Slice(start, length));
    }

    /// <summary>Text or none; 0 is none, so that an empty text stays one.</summary>
    private static void Write(BlockBuffer buffer, string? text)
    {
        buffer.Byte((byte)(text is null ? 0 : 1));
        if (text is not null)
            buffer.Text(text);
    }

    private static string? ReadText(ref BlockCursor cursor) => cursor.Byte() == 0 ? null : cursor.Text();
}
