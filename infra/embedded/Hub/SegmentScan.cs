using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Functions.Embedded.Hub;

/// <summary>Finds the end of what can be trusted in the last segment after a crash: the first torn or foreign record and all after it go.</summary>
internal static class SegmentScan
{
    public readonly record struct End(long Position, long NextSequence, long LastTicks, long LastPosition);

    public static End Find(Segment segment, SafeFileHandle file)
    {
        var index = segment.Index;
        if (index.Length > 0)
        {
            var from = index[^1];
            var end = From(file, segment, from.Position, from.Sequence);
            if (end.NextSequence > from.Sequence)
            {
                return end;
            }
            segment.DropIndex();
        }

        return From(file, segment, Segment.HeaderSize, segment.FirstSequence);
    }

    private static End From(SafeFileHandle file, Segment segment, long position, long sequence)
    {
        var length = segment.Length;
        var end = new End(position, sequence, 0, 0);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        try
        {
            while (end.Position + RecordFormat.HeaderSize <= length)
            {
                RandomAccess.Read(file, buffer.AsSpan(0, RecordFormat.HeaderSize), end.Position);
                var header = RecordFormat.ReadHeader(buffer);
                if (header.PayloadLength < RecordFormat.FixedPayload || header.Sequence != end.NextSequence)
                {
                    break;
                }
                var size = RecordFormat.HeaderSize + header.PayloadLength;
                if (end.Position + size > length)
                {
                    break;
                }
                if (buffer.Length < size)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(size);
                }

                var record = buffer.AsSpan(0, size);
                if (RandomAccess.Read(file, record, end.Position) < size || RecordFormat.Hash(record, default) != header.Hash)
                {
                    break;
                }
                end = new End(end.Position + size, end.NextSequence + 1, header.Ticks, end.Position);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return end;
    }
}
