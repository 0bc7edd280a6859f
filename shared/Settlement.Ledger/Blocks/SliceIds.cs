using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Blocks;

/// <summary>The meter ids of one slice with the periods that each row spans, and none of its values: enough to see which rows overlap.</summary>
internal sealed class SliceIds
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Column _first;
    private readonly Column _length;

    private SliceIds(ReadOnlyMemory<byte> bytes, long[] mpans, int[] shardStarts, Column first, Column length)
    {
        (_bytes, Mpans, ShardStarts, _first, _length) = (bytes, mpans, shardStarts, first, length);
    }

    /// <summary>The MPANs, by shard and then ascending.</summary>
    public long[] Mpans { get; }

    /// <summary>Where each shard of the slice starts; one more entry than shards.</summary>
    public int[] ShardStarts { get; }

    /// <summary>The first period of a row.</summary>
    public int First(int row) => (int)_first.At(_bytes.Span, row);

    /// <summary>How many periods a row spans.</summary>
    public int Length(int row) => (int)_length.At(_bytes.Span, row);

    /// <summary>Writes ids.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="mpans">The MPANs, by shard and then ascending.</param>
    /// <param name="shardStarts">Where each shard starts; one more entry than shards.</param>
    /// <param name="first">The first period of each row; changed.</param>
    /// <param name="length">How many periods each row spans; changed.</param>
    public static void Write(
        BlockBuffer buffer,
        ReadOnlySpan<long> mpans,
        ReadOnlySpan<int> shardStarts,
        Span<long> first,
        Span<long> length
    )
    {
        for (var shard = 1; shard < shardStarts.Length; shard++)
        {
            buffer.WriteVarUInt64(shardStarts[shard] - shardStarts[shard - 1]);
        }
        for (var shard = 1; shard < shardStarts.Length; shard++)
        {
            long previous = 0;
            foreach (var mpan in mpans[shardStarts[shard - 1]..shardStarts[shard]])
            {
                buffer.WriteVarUInt64(mpan - previous);
                previous = mpan;
            }
        }

        buffer.Column(first);
        buffer.Column(length);
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static SliceIds Decode(ReadOnlyMemory<byte> bytes, int shards)
    {
        var cursor = new BlockCursor(bytes.Span);
        var starts = new int[shards + 1];
        for (var shard = 0; shard < shards; shard++)
        {
            starts[shard + 1] = checked(starts[shard] + cursor.Count());
        }
        var count = starts[shards];
        if (count > bytes.Length)
        {
            throw new InvalidDataException($"{count} rows do not fit {bytes.Length} bytes.");
        }
        var mpans = new long[count];
        for (var shard = 0; shard < shards; shard++)
        {
            long previous = 0;
            for (var i = starts[shard]; i < starts[shard + 1]; i++)
            {
                mpans[i] = previous = checked(previous + cursor.ReadVarInt64());
            }
        }

        var first = cursor.Column(count, 1, SettlementDay.MaxPeriods);
        var length = cursor.Column(count, 1, SettlementDay.MaxPeriods);
        if (!cursor.AtEnd)
        {
            throw new InvalidDataException("Bytes are left over after the last id.");
        }
        var ids = new SliceIds(bytes, mpans, starts, first, length);
        for (var i = 0; i < count && (first.Width | length.Width) != 0; i++)
        {
            ids.CheckSpan(i);
        }
        if (count > 0)
        {
            ids.CheckSpan(0);
        }
        return ids;
    }

    private void CheckSpan(int row)
    {
        if (First(row) + Length(row) - 1 > SettlementDay.MaxPeriods)
        {
            throw new InvalidDataException(
                $"Row {row} of meter {Mpan.FromStored(Mpans[row])} spans {Length(row)} periods from {First(row)}."
            );
        }
    }
}
