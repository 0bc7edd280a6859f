using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Functions.Embedded.Hub;

/// <summary>
/// One event on disk, little-endian: payload length (4), hash of all that follows (8), sequence number (8), enqueued ticks (8),
/// then the payload: key length (2, 0xFFFF for none), key, metadata length (4), metadata, body.
/// </summary>
internal static class RecordFormat
{
    public const int HeaderSize = 28;

    public const int FixedPayload = 6;

    private const ushort NoKey = 0xFFFF;
    private const int HashedFrom = 12;

    public static int SizeOf(in PendingEvent pending) =>
        HeaderSize + FixedPayload + KeyBytes(pending.Key) + (pending.Meta?.Length ?? 0) + pending.Body.Length;

    public static int KeyBytes(string? key) => key is null ? 0 : Encoding.UTF8.GetByteCount(key);

    public static void Write(Span<byte> target, in PendingEvent pending, long sequence, long ticks)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, target.Length - HeaderSize);
        BinaryPrimitives.WriteInt64LittleEndian(target[12..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(target[20..], ticks);
        var at = HeaderSize + 2;
        var key = NoKey;
        if (pending.Key is not null)
        {
            var written = Encoding.UTF8.GetBytes(pending.Key, target[at..]);
            key = checked((ushort)written);
            at += written;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(target[HeaderSize..], key);
        var meta = pending.Meta.AsSpan();
        BinaryPrimitives.WriteInt32LittleEndian(target[at..], meta.Length);
        meta.CopyTo(target[(at + 4)..]);
        pending.Body.Span.CopyTo(target[(at + 4 + meta.Length)..]);
        BinaryPrimitives.WriteUInt64LittleEndian(target[4..], XxHash3.HashToUInt64(target[HashedFrom..]));
    }

    public static RecordHeader ReadHeader(ReadOnlySpan<byte> source) =>
        new(
            BinaryPrimitives.ReadInt32LittleEndian(source),
            BinaryPrimitives.ReadUInt64LittleEndian(source[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[20..])
        );

    /// <summary>Hashes a record given as the bytes after its hash, which may lie in two pieces.</summary>
    public static ulong Hash(ReadOnlySpan<byte> record, ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return XxHash3.HashToUInt64(record[HashedFrom..]);
        }
        var hash = new XxHash3();
        hash.Append(record[HashedFrom..]);
        hash.Append(rest);
        return hash.GetCurrentHashAsUInt64();
    }

    /// <summary>Length of the key in bytes, or -1 for an event without one.</summary>
    public static int KeyLength(ReadOnlySpan<byte> payload)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(payload);
        return length == NoKey ? -1 : length;
    }
}

/// <summary>The fixed part of a record.</summary>
internal readonly record struct RecordHeader(int PayloadLength, ulong Hash, long Sequence, long Ticks);

/// <summary>An event on its way into a partition.</summary>
internal readonly record struct PendingEvent(int Partition, ReadOnlyMemory<byte> Body, string? Key, byte[]? Meta);
