using Settlement.Domain.Calendar;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Blocks;

/// <summary>Writes the watt-hours and counts of one cell and quality class over a day, without the empty periods at its ends.</summary>
internal static class TotalsCodec
{
    private const int Periods = SettlementDay.MaxPeriods;

    /// <summary>Writes the number of the cell and class and its totals; nothing where all of them are 0.</summary>
    public static void Write(BlockBuffer buffer, int cell, ReadOnlySpan<long> wattHours, ReadOnlySpan<long> values)
    {
        int first = 0,
            end = Periods;
        while (first < end && wattHours[first] == 0 && values[first] == 0)
        {
            first++;
        }
        while (end > first && wattHours[end - 1] == 0 && values[end - 1] == 0)
        {
            end--;
        }
        if (end == first)
        {
            return;
        }
        buffer.WriteVarUInt64(cell);
        buffer.WriteByte((byte)(end - first));
        buffer.WriteByte((byte)first);
        Span<long> numbers = stackalloc long[end - first];
        wattHours[first..end].CopyTo(numbers);
        buffer.Column(numbers);
        values[first..end].CopyTo(numbers);
        buffer.Column(numbers);
    }

    /// <summary>Reads what was written behind the number and adds it up.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    /// <exception cref="OverflowException">A sum is beyond 64 bits.</exception>
    public static void Add(ref BlockCursor cursor, ReadOnlySpan<byte> bytes, Span<long> wattHours, Span<long> values)
    {
        int length = cursor.ReadByte(),
            first = cursor.ReadByte();
        if (first + length > Periods)
        {
            throw new InvalidDataException($"Totals of {length} periods from period {first + 1} do not fit a day.");
        }
        var (sums, counts) = (cursor.Column(length, long.MinValue, long.MaxValue), cursor.Column(length, long.MinValue, long.MaxValue));
        for (var i = 0; i < length; i++)
        {
            wattHours[first + i] = checked(wattHours[first + i] + sums.At(bytes, i));
            values[first + i] = checked(values[first + i] + counts.At(bytes, i));
        }
    }
}
