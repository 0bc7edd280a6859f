using Settlement.Storage.Binary;

namespace Settlement.Ledger.Live;

/// <summary>The running sums of a day as they stand beside a partition's head.</summary>
/// <param name="Number">The number of the last step's part of the day that is in them (the number that its head step counts).</param>
/// <param name="Arrived">When the last of its events was enqueued, UTC ticks.</param>
/// <param name="Totals">The sums.</param>
internal sealed record LiveRow(long Number, long Arrived, LiveTotals Totals)
{
    private const byte Format = 1;

    public ReadOnlyMemory<byte> Encode(string name)
    {
        var buffer = new BlockBuffer();
        buffer.WriteByte(Format);
        buffer.WriteVarUInt64(Number);
        buffer.WriteZigZag(Arrived);
        Totals.Write(buffer);
        buffer.WriteUInt64(NamedHash.Compute(name, buffer.Written.Span));
        return buffer.Written;
    }

    /// <summary>Reads a row; null where it is damaged, for what it says can be had from the blocks, and nothing may be held up by it.</summary>
    public static LiveRow? TryDecode(string name, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (bytes.Length < 9 || new BlockCursor(bytes[^8..]).ReadUInt64() != NamedHash.Compute(name, bytes[..^8]))
            {
                return null;
            }
            var cursor = new BlockCursor(bytes[..^8]);
            return cursor.ReadByte() == Format
                ? new LiveRow(cursor.ReadVarInt64(), cursor.ReadZigZag(), LiveTotals.Read(ref cursor, bytes[..^8]))
                : null;
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            return null;
        }
    }
}
