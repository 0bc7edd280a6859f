using System.IO.Hashing;
using System.Numerics;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Blocks;

/// <summary>One stored part of a block: how long it is and the hash of its bytes.</summary>
internal readonly record struct BlockPart(int Length, ulong Hash)
{
    public static BlockPart FromBytes(ReadOnlySpan<byte> bytes) => new(bytes.Length, XxHash3.HashToUInt64(bytes));
}

/// <summary>
/// The head of a block: how many rows it has, and the length and checksum of every part. It is small, so that all blocks of a day can be looked over.
/// Rows are in shard order and then by MPAN; the shards are dealt out over a power of two of slices, more of them in larger blocks, so that a slice
/// can be read alone. The parts are the cells, the totals, the events, then the ids of every slice, then the values of every slice.
/// </summary>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Parts">The parts.</param>
internal sealed record BlockHeader(int Rows, BlockPart[] Parts)
{
    /// <summary>The part with the cells that rows and totals refer to.</summary>
    public const int CellsPart = 0;

    /// <summary>The part with the pre-aggregated totals.</summary>
    public const int TotalsPart = 1;

    /// <summary>The part with the events that rows came in.</summary>
    public const int EventsPart = 2;

    private const byte Format = 2;
    private const int FirstSlicePart = 3;

    /// <summary>Where each part is stored.</summary>
    public BlockLayout Layout { get; } = new(Parts);

    /// <summary>How many slices there are.</summary>
    public int Slices => (Parts.Length - FirstSlicePart) / 2;

    /// <summary>How many shards a slice holds.</summary>
    public int ShardsPerSlice => MeterShard.Count / Slices;

    /// <summary>The part with a slice's meter ids and their periods.</summary>
    public static int IdsPart(int slice) => FirstSlicePart + slice;

    /// <summary>The part with everything else of a slice.</summary>
    public int ValuesPart(int slice) => FirstSlicePart + Slices + slice;

    /// <summary>Writes the header of a block; its checksum holds for no other block.</summary>
    public ReadOnlyMemory<byte> Encode(BlockId id)
    {
        var buffer = new BlockBuffer();
        buffer.WriteByte(Format);
        buffer.WriteVarUInt64(Rows);
        buffer.WriteVarUInt64(Slices);
        foreach (var part in Parts)
        {
            buffer.WriteVarUInt64(part.Length);
            buffer.WriteUInt64(part.Hash);
        }

        buffer.WriteUInt64(NamedHash.Compute(id.ToString(), buffer.Written.Span));
        return buffer.Written;
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, or another block's.</exception>
    public static BlockHeader Decode(BlockId id, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 9 || new BlockCursor(bytes[^8..]).ReadUInt64() != NamedHash.Compute(id.ToString(), bytes[..^8]))
        {
            throw new InvalidDataException("The checksum does not match.");
        }
        var cursor = new BlockCursor(bytes[..^8]);
        if (cursor.ReadByte() is var format && format != Format)
        {
            throw new InvalidDataException($"Format {format} is unknown; this version reads {Format}.");
        }
        var rows = cursor.ReadVarInt32();
        var slices = cursor.ReadVarInt32();
        if (slices is 0 or > MeterShard.Count || !BitOperations.IsPow2(slices))
        {
            throw new InvalidDataException($"A block cannot have {slices} slices.");
        }
        var parts = new BlockPart[FirstSlicePart + (2 * slices)];
        foreach (ref var part in parts.AsSpan())
        {
            part = new BlockPart(cursor.ReadVarInt32(), cursor.ReadUInt64());
        }
        return new BlockHeader(rows, parts);
    }
}
