using System.Globalization;
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
    public static IEnumerable<PackedRejects> Write(string name, IReadOnlyList<Reject> rejects)
    {
        var next = 0;
        for (var pack = 0; next < rejects.Count; pack++)
        {
            var body = new BlockBuffer();
            var start = next;
            while (next < rejects.Count && body.Written.Length < FullBytes)
            {
                Write(body, rejects[next++]);
            }
            var buffer = new BlockBuffer();
            buffer.WriteByte(Format);
            buffer.WriteVarUInt64(next - start);
            buffer.WriteBytes(body.Written.Span);
            var packName = Name(name, pack);
            buffer.WriteUInt64(NamedHash.Compute(packName, buffer.Written.Span));
            yield return new PackedRejects(pack, packName, buffer.Written, [.. rejects.Skip(start).Take(next - start)]);
        }
    }

    /// <summary>The name of a pack of a step.</summary>
    public static string Name(string step, int pack) => string.Create(CultureInfo.InvariantCulture, $"{step}-{pack:D5}");

    /// <summary>Reads a pack; bodies are slices of its bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or are those of another pack.</exception>
    public static List<Reject> Read(string name, ReadOnlyMemory<byte> value)
    {
        var bytes = value.Span;
        if (bytes.Length < 9 || new BlockCursor(bytes[^8..]).ReadUInt64() != NamedHash.Compute(name, bytes[..^8]))
        {
            throw new InvalidDataException("The checksum does not match.");
        }
        var cursor = new BlockCursor(bytes[..^8]);
        if (cursor.ReadByte() is var format && format != Format)
        {
            throw new InvalidDataException($"Format {format} is unknown; this version reads {Format}.");
        }
        var rejects = new List<Reject>(cursor.Count(FewestBytesEach));
        for (var left = rejects.Capacity; left > 0; left--)
        {
            rejects.Add(Read(ref cursor, value));
        }
        return rejects;
    }

    private static void Write(BlockBuffer buffer, Reject reject)
    {
        buffer.WriteVarUInt64(reject.Position);
        buffer.WriteVarUInt64(reject.Place);
        buffer.WriteZigZag(reject.Enqueued.UtcTicks);
        buffer.WriteVarUInt64((ulong)reject.Reasons);
        Write(buffer, reject.Day);
        Write(buffer, reject.Mpan);
        buffer.WriteVarUInt64(reject.Body.Length);
        buffer.WriteBytes(reject.Body.Span);
    }

    private static Reject Read(ref BlockCursor cursor, ReadOnlyMemory<byte> value)
    {
        var (position, place) = (cursor.ReadVarInt64(), cursor.ReadVarInt32());
        var enqueued = new DateTimeOffset(cursor.ReadZigZag(), TimeSpan.Zero);
        var reasons = (RejectReasons)cursor.ReadVarInt32();
        var (day, mpan) = (ReadText(ref cursor), ReadText(ref cursor));
        var length = cursor.Count();
        var start = cursor.Position;
        cursor.ReadBytes(length);
        return new Reject(position, place, enqueued, day, mpan, reasons, value.Slice(start, length));
    }

    /// <summary>Text or none; 0 is none, so that an empty text stays one.</summary>
    private static void Write(BlockBuffer buffer, string? text)
    {
        buffer.WriteByte((byte)(text is null ? 0 : 1));
        if (text is not null)
        {
            buffer.Text(text);
        }
    }

    private static string? ReadText(ref BlockCursor cursor) => cursor.ReadByte() == 0 ? null : cursor.Text();
}

/// <summary>A pack as it is stored, and what is in it.</summary>
internal sealed record PackedRejects(int Number, string Name, ReadOnlyMemory<byte> Value, IReadOnlyList<Reject> Rejects);
