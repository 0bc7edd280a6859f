using System.Buffers.Binary;
using System.Globalization;

namespace Functions.Embedded.Hub;

/// <summary>One file of a partition's log, and the sparse index that saves reading it from its beginning.</summary>
internal sealed class Segment(string folder, long firstSequence, long baseOffset)
{
    public const int HeaderSize = 24;

    private const ulong Magic = 0x0A31_474F_4C48_4546;
    private const int IndexEntrySize = 24;

    private long _length = HeaderSize;
    private volatile IndexEntry[] _index = [];

    public long FirstSequence { get; } = firstSequence;

    /// <summary>Added to a position in this file it gives the event's offset in the partition.</summary>
    public long BaseOffset { get; } = baseOffset;

    /// <summary>Bytes that are complete and on disk; nothing past them may be read.</summary>
    public long Length
    {
        get => Volatile.Read(ref _length);
        set => Volatile.Write(ref _length, value);
    }

    public IndexEntry[] Index => _index;

    public string Path { get; } = PathOf(folder, firstSequence, ".log");

    private string IndexPath { get; } = PathOf(folder, firstSequence, ".idx");

    /// <summary>Opens a segment found on disk; null when its first bytes never got there.</summary>
    public static Segment? Load(string path)
    {
        using var file = File.OpenHandle(path);
        Span<byte> header = stackalloc byte[HeaderSize];
        if (RandomAccess.Read(file, header, 0) < HeaderSize || BinaryPrimitives.ReadUInt64LittleEndian(header) != Magic)
        {
            return null;
        }
        var segment = new Segment(
            System.IO.Path.GetDirectoryName(path)!,
            BinaryPrimitives.ReadInt64LittleEndian(header[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[16..])
        )
        {
            Length = RandomAccess.GetLength(file),
        };
        segment.LoadIndex();
        return segment;
    }

    public void WriteHeader(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(target, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], BaseOffset);
    }

    /// <summary>Remembers where a record lies. Only records already on disk are named, so an entry can be trusted after a crash.</summary>
    public void AddIndexEntry(IndexEntry entry)
    {
        Span<byte> bytes = stackalloc byte[IndexEntrySize];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, entry.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], entry.Position);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], entry.Ticks);
        using (var file = File.OpenHandle(IndexPath, FileMode.OpenOrCreate, FileAccess.Write))
        {
            RandomAccess.Write(file, bytes, (long)_index.Length * IndexEntrySize);
        }

        _index = [.. _index, entry];
    }

    public void DropIndex()
    {
        _index = [];
        File.Delete(IndexPath);
    }

    private static string PathOf(string folder, long firstSequence, string extension) =>
        System.IO.Path.Combine(folder, firstSequence.ToString("D20", CultureInfo.InvariantCulture) + extension);

    private void LoadIndex()
    {
        if (!File.Exists(IndexPath))
        {
            return;
        }
        var bytes = File.ReadAllBytes(IndexPath).AsSpan();
        var entries = new List<IndexEntry>(bytes.Length / IndexEntrySize);
        for (; bytes.Length >= IndexEntrySize; bytes = bytes[IndexEntrySize..])
        {
            entries.Add(
                new IndexEntry(
                    BinaryPrimitives.ReadInt64LittleEndian(bytes),
                    BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
                    BinaryPrimitives.ReadInt64LittleEndian(bytes[16..])
                )
            );
        }

        _index = [.. entries];
    }
}

/// <summary>A record's place in its segment.</summary>
internal readonly record struct IndexEntry(long Sequence, long Position, long Ticks);
