using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Ledger.Blocks;

/// <summary>The meter ids of one slice with the periods that each row spans, and none of its values: enough to see which rows overlap.</summary>
internal sealed class SliceIds
{
    private SliceIds(long[] mpans, byte[] first, byte[] length, int[] shardStarts)
    {
        Mpans = mpans;
        First = first;
        Length = length;
        ShardStarts = shardStarts;
    }

    /// <summary>The MPANs, by shard and then ascending.</summary>
    public long[] Mpans { get; }

    /// <summary>The first period of each row.</summary>
    public byte[] First { get; }

    /// <summary>How many periods each row spans.</summary>
    public byte[] Length { get; }

    /// <summary>Where each shard of the slice starts; one more entry than shards.</summary>
    public int[] ShardStarts { get; }

    /// <summary>Writes the ids of rows that are in slice order.</summary>
    public static void Write(BlockBuffer buffer, ReadOnlySpan<Messages.ReadingRow> rows, int firstShard, int shards)
    {
        var next = 0;
        for (var shard = firstShard; shard < firstShard + shards; shard++)
        {
            var start = next;
            while (next < rows.Length && MeterShard.Of(rows[next].Mpan) == shard)
                next++;
            buffer.Unsigned(next - start);
        }

        long previous = 0;
        var previousShard = -1;
        foreach (var row in rows)
        {
            var shard = MeterShard.Of(row.Mpan);
            buffer.Unsigned(row.Mpan.Value - (shard == previousShard ? previous : 0));
            (previous, previousShard) = (row.Mpan.Value, shard);
        }

        foreach (var row in rows)
            buffer.Byte(row.First);
        foreach (var row in rows)
            buffer.Byte(row.Length);
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static SliceIds Decode(ReadOnlySpan<byte> bytes, int shards)
    {
        var cursor = new BlockCursor(bytes);
        var starts = new int[shards + 1];
        for (var shard = 0; shard < shards; shard++)
            starts[shard + 1] = starts[shard] + cursor.Count();
        var count = starts[shards];
        if (count > bytes.Length)
            throw new InvalidDataException($"{count} rows do not fit {bytes.Length} bytes.");
        var mpans = new long[count];
        for (var shard = 0; shard < shards; shard++)
        {
            long previous = 0;
            for (var i = starts[shard]; i < starts[shard + 1]; i++)
                mpans[i] = previous += cursor.Long();
        }

        var first = cursor.Bytes(count).ToArray();
        var length = cursor.Bytes(count).ToArray();
        for (var i = 0; i < count; i++)
        {
            if (first[i] == 0 || length[i] == 0 || first[i] + length[i] - 1 > SettlementDay.MaxPeriods)
                throw new InvalidDataException($"Row {i} of meter {Mpan.FromStored(mpans[i])} spans {length[i]} periods from {first[i]}.");
        }

        return new SliceIds(mpans, first, length, starts);
    }
}
