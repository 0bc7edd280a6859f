using Settlement.Domain.Market;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Blocks;

/// <summary>The rows of one slice in full: cells, versions and values, in the order of its <see cref="SliceIds"/>.</summary>
internal sealed class SliceRows
{
    private const byte HasNulls = 1, MixedQuality = 2;
    private const int QualityShift = 2;

    private readonly int[] _offsets;
    private readonly long[] _wattHours;
    private readonly Quality[] _qualities;

    private SliceRows(SliceIds ids, int[] cells, int[] events, int[] places, long[] revisions)
    {
        Ids = ids;
        Cells = cells;
        Events = events;
        Places = places;
        Revisions = revisions;
        _offsets = new int[ids.Mpans.Length];
        var offset = 0;
        for (var i = 0; i < _offsets.Length; i++)
        {
            _offsets[i] = offset;
            offset += ids.Length[i];
        }

        _wattHours = new long[offset];
        _qualities = new Quality[offset];
    }

    public SliceIds Ids { get; }

    /// <summary>By row, the index of the cell in the block's header.</summary>
    public int[] Cells { get; }

    /// <summary>By row, the index of the event in the block's header.</summary>
    public int[] Events { get; }

    /// <summary>By row, the message's place in its event.</summary>
    public int[] Places { get; }

    /// <summary>By row, the message's revision.</summary>
    public long[] Revisions { get; }

    /// <summary>A row's values in Wh, from its first period on; <see cref="ReadingBatch.NoValue"/> for none.</summary>
    public ReadOnlySpan<long> WattHours(int row) => _wattHours.AsSpan(_offsets[row], Ids.Length[row]);

    /// <summary>The qualities of a row's values.</summary>
    public ReadOnlySpan<Quality> Qualities(int row) => _qualities.AsSpan(_offsets[row], Ids.Length[row]);

    /// <summary>Writes rows in slice order, column by column.</summary>
    public static void Write(BlockBuffer buffer, ReadingBatch batch, ReadOnlySpan<ReadingRow> rows, int[] cellIndex, Dictionary<long, int> eventIndex)
    {
        foreach (var row in rows)
            buffer.Unsigned(cellIndex[row.Cell]);
        foreach (var row in rows)
            buffer.Unsigned(eventIndex[row.Sequence]);
        foreach (var row in rows)
            buffer.Unsigned(row.Place);
        foreach (var row in rows)
            buffer.Unsigned(row.Revision);
        foreach (var row in rows)
            WriteFlags(buffer, batch.WattHours(row), batch.Qualities(row));
        foreach (var row in rows)
        {
            foreach (var value in batch.WattHours(row))
            {
                if (value != ReadingBatch.NoValue)
                    buffer.Unsigned(value);
            }
        }
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static SliceRows Decode(ReadOnlySpan<byte> bytes, SliceIds ids, int cells, int events)
    {
        var cursor = new BlockCursor(bytes);
        var count = ids.Mpans.Length;
        var rows = new SliceRows(ids, ReadIndexes(ref cursor, count, cells), ReadIndexes(ref cursor, count, events), ReadIndexes(ref cursor, count, int.MaxValue), new long[count]);
        for (var i = 0; i < count; i++)
            rows.Revisions[i] = cursor.Long();
        for (var i = 0; i < count; i++)
            ReadFlags(ref cursor, rows._wattHours.AsSpan(rows._offsets[i], ids.Length[i]), rows._qualities.AsSpan(rows._offsets[i], ids.Length[i]));
        foreach (ref var value in rows._wattHours.AsSpan())
        {
            if (value != ReadingBatch.NoValue)
                value = cursor.Long();
        }

        return cursor.AtEnd ? rows : throw new InvalidDataException("Bytes are left over after the last value.");
    }

    private static void WriteFlags(BlockBuffer buffer, ReadOnlySpan<long> wattHours, ReadOnlySpan<Quality> qualities)
    {
        var nulls = wattHours.Contains(ReadingBatch.NoValue);
        var mixed = qualities.ContainsAnyExcept(qualities[0]);
        buffer.Byte((byte)((nulls ? HasNulls : 0) | (mixed ? MixedQuality : 0) | ((int)qualities[0] << QualityShift)));
        if (nulls)
        {
            ulong map = 0;
            for (var i = 0; i < wattHours.Length; i++)
                map |= (wattHours[i] == ReadingBatch.NoValue ? 1UL : 0) << i;
            buffer.Unsigned(map);
        }

        for (var i = 0; mixed && i < qualities.Length;)
        {
            var run = i;
            while (run < qualities.Length && qualities[run] == qualities[i])
                run++;
            buffer.Byte((byte)qualities[i]);
            buffer.Byte((byte)(run - i));
            i = run;
        }
    }

    private static void ReadFlags(ref BlockCursor cursor, Span<long> wattHours, Span<Quality> qualities)
    {
        var flags = cursor.Byte();
        if ((flags & HasNulls) != 0)
        {
            var map = cursor.Unsigned();
            for (var i = 0; i < wattHours.Length; i++)
                wattHours[i] = (map & (1UL << i)) != 0 ? ReadingBatch.NoValue : 0;
        }

        if ((flags & MixedQuality) == 0)
        {
            qualities.Fill(CheckedQuality(flags >> QualityShift));
            return;
        }

        for (var i = 0; i < qualities.Length;)
        {
            var quality = CheckedQuality(cursor.Byte());
            int run = cursor.Byte();
            if (run == 0 || run > qualities.Length - i)
                throw new InvalidDataException($"A run of {run} qualities does not fit.");
            qualities.Slice(i, run).Fill(quality);
            i += run;
        }
    }

    private static Quality CheckedQuality(int code) => code <= (int)Quality.E6 ? (Quality)code : throw new InvalidDataException($"Quality {code} does not exist.");

    private static int[] ReadIndexes(ref BlockCursor cursor, int count, int below)
    {
        var indexes = new int[count];
        for (var i = 0; i < count; i++)
        {
            indexes[i] = cursor.Int();
            if (indexes[i] >= below)
                throw new InvalidDataException($"Row {i} refers to entry {indexes[i]} of {below}.");
        }

        return indexes;
    }
}
