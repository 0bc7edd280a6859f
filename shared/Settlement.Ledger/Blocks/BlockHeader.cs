using System.IO.Hashing;
using Settlement.Domain.Allocation;

namespace Settlement.Ledger.Blocks;

/// <summary>One stored part of a block: how long it is and the hash of its bytes.</summary>
internal readonly record struct BlockPart(int Length, ulong Hash)
{
    public static BlockPart Of(ReadOnlySpan<byte> bytes) => new(bytes.Length, XxHash3.HashToUInt64(bytes));
}

/// <summary>An event from which a block has rows.</summary>
internal readonly record struct BlockEvent(long Sequence, long Enqueued);

/// <summary>
/// The head of a block: everything but the readings and totals themselves, and the checksums of those. Rows are in shard order and then by
/// MPAN; the shards are dealt out over a power of two of slices, more of them in larger blocks, so that a slice can be read alone.
/// </summary>
/// <param name="Day">The <see cref="Domain.Calendar.SettlementDay.Number"/> of the day.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Cells">The cells that rows refer to.</param>
/// <param name="Events">The events that rows came in.</param>
/// <param name="Totals">The part with the pre-aggregated totals.</param>
/// <param name="Ids">By slice, the parts with meter ids and their periods.</param>
/// <param name="Values">By slice, the parts with everything else.</param>
internal sealed record BlockHeader(int Day, int Rows, SettlementCell[] Cells, BlockEvent[] Events, BlockPart Totals, BlockPart[] Ids, BlockPart[] Values)
{
    private const byte Format = 1;

    /// <summary>How many shards a slice holds.</summary>
    public int ShardsPerSlice => MeterShard.Count / Ids.Length;

    public ReadOnlyMemory<byte> Encode()
    {
        var buffer = new BlockBuffer();
        buffer.Byte(Format);
        buffer.Signed(Day);
        buffer.Unsigned(Rows);
        CellCodec.Write(buffer, Cells);
        buffer.Unsigned(Events.Length);
        var previous = default(BlockEvent);
        foreach (var e in Events)
        {
            buffer.Signed(e.Sequence - previous.Sequence);
            buffer.Signed(e.Enqueued - previous.Enqueued);
            previous = e;
        }

        Write(buffer, Totals);
        buffer.Unsigned(Ids.Length);
        for (var i = 0; i < Ids.Length; i++)
        {
            Write(buffer, Ids[i]);
            Write(buffer, Values[i]);
        }

        buffer.UInt64(XxHash3.HashToUInt64(buffer.Written.Span));
        return buffer.Written;
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static BlockHeader Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 9 || new BlockCursor(bytes[^8..]).UInt64() != XxHash3.HashToUInt64(bytes[..^8]))
            throw new InvalidDataException("The checksum does not match.");
        var cursor = new BlockCursor(bytes[..^8]);
        if (cursor.Byte() is var format && format != Format)
            throw new InvalidDataException($"Format {format} is unknown; this version reads {Format}.");
        var day = (int)cursor.Signed();
        var rows = cursor.Int();
        var cells = CellCodec.Read(ref cursor);
        var events = new BlockEvent[cursor.Count(2)];
        var previous = default(BlockEvent);
        for (var i = 0; i < events.Length; i++)
            events[i] = previous = new(previous.Sequence + cursor.Signed(), previous.Enqueued + cursor.Signed());
        var totals = ReadPart(ref cursor);
        var slices = cursor.Count(18);
        if (slices is 0 or > MeterShard.Count || !System.Numerics.BitOperations.IsPow2(slices))
            throw new InvalidDataException($"A block cannot have {slices} slices.");
        var (ids, values) = (new BlockPart[slices], new BlockPart[slices]);
        for (var i = 0; i < slices; i++)
            (ids[i], values[i]) = (ReadPart(ref cursor), ReadPart(ref cursor));
        return new BlockHeader(day, rows, cells, events, totals, ids, values);
    }

    private static void Write(BlockBuffer buffer, BlockPart part)
    {
        buffer.Unsigned(part.Length);
        buffer.UInt64(part.Hash);
    }

    private static BlockPart ReadPart(ref BlockCursor cursor) => new(cursor.Int(), cursor.UInt64());
}
