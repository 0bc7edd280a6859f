using System.Runtime.InteropServices;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Ledger.Blocks;

/// <summary>
/// Watt-hours and the count of values of one Settlement Day by cell, quality class and period: the pre-aggregated totals of a block,
/// and what a fold adds up and subtracts from.
/// </summary>
public sealed class DayTotals
{
    private const int Slots = SettlementDay.MaxPeriods;

    private readonly Dictionary<SettlementCell, int> _index = [];
    private readonly List<SettlementCell> _cells = [];
    private readonly List<long> _wattHours = [];
    private readonly List<long> _values = [];

    /// <summary>The cells, in the order in which they were met.</summary>
    public IReadOnlyList<SettlementCell> Cells => _cells;

    /// <summary>Adds a value, or takes it away with <paramref name="sign"/> −1.</summary>
    public void Add(SettlementCell cell, QualityClass quality, int period, long wattHours, int sign = 1) =>
        Add(Row(cell, quality) + period - 1, sign * wattHours, sign);

    /// <summary>Adds all of another day's part.</summary>
    public void Add(DayTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var cell = 0; cell < other._cells.Count; cell++)
        {
            var to = Row(other._cells[cell], QualityClass.Actual);
            for (var i = 0; i < 2 * Slots; i++)
                Add(to + i, other._wattHours[(cell * 2 * Slots) + i], other._values[(cell * 2 * Slots) + i]);
        }
    }

    /// <summary>The totals of one period that count at least one value, cell by cell.</summary>
    public IEnumerable<CellTotal> Of(int period)
    {
        for (var cell = 0; cell < _cells.Count; cell++)
        {
            for (var quality = 0; quality < 2; quality++)
            {
                var slot = (((cell * 2) + quality) * Slots) + period - 1;
                if (_values[slot] != 0 || _wattHours[slot] != 0)
                    yield return new CellTotal(_cells[cell], (QualityClass)quality, _wattHours[slot], _values[slot]);
            }
        }
    }

    /// <summary>The totals of one period alone.</summary>
    public DayTotals Only(int period)
    {
        var only = new DayTotals();
        foreach (var total in Of(period))
            only.Add(only.Row(total.Cell, total.Quality) + period - 1, total.WattHours, total.Values);
        return only;
    }

    /// <summary>Writes the totals in a form that depends on nothing but their figures.</summary>
    public ReadOnlyMemory<byte> Encode()
    {
        var buffer = new BlockBuffer();
        var order = Enumerable.Range(0, _cells.Count).OrderBy(i => _cells[i], CellOrder.Instance).ToArray();
        CellCodec.Write(buffer, [.. order.Select(i => _cells[i])]);
        foreach (var cell in order)
        {
            for (var quality = 0; quality < 2; quality++)
                WriteSlots(buffer, ((cell * 2) + quality) * Slots);
        }

        return buffer.Written;
    }

    /// <summary>Reads totals.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static DayTotals Decode(ReadOnlySpan<byte> bytes)
    {
        var cursor = new BlockCursor(bytes);
        var totals = new DayTotals();
        foreach (var cell in CellCodec.Read(ref cursor))
        {
            var row = totals.Row(cell, QualityClass.Actual);
            totals.ReadSlots(ref cursor, row);
            totals.ReadSlots(ref cursor, row + Slots);
        }

        return totals;
    }

    private void WriteSlots(BlockBuffer buffer, int row)
    {
        int first = 0, end = Slots;
        while (first < end && IsEmpty(row + first))
            first++;
        while (end > first && IsEmpty(row + end - 1))
            end--;
        buffer.Byte((byte)(end - first));
        if (end == first)
            return;
        buffer.Byte((byte)first);
        for (var i = first; i < end; i++)
            buffer.Signed(_wattHours[row + i]);
        long previous = 0;
        for (var i = first; i < end; i++)
        {
            buffer.Signed(_values[row + i] - previous);
            previous = _values[row + i];
        }
    }

    private void ReadSlots(ref BlockCursor cursor, int row)
    {
        int length = cursor.Byte();
        if (length == 0)
            return;
        int first = cursor.Byte();
        if (first + length > Slots)
            throw new InvalidDataException($"Totals of {length} periods from period {first + 1} do not fit a day.");
        for (var i = first; i < first + length; i++)
            _wattHours[row + i] = cursor.Signed();
        long previous = 0;
        for (var i = first; i < first + length; i++)
            _values[row + i] = previous += cursor.Signed();
    }

    private bool IsEmpty(int slot) => _wattHours[slot] == 0 && _values[slot] == 0;

    private void Add(int slot, long wattHours, long values)
    {
        _wattHours[slot] = checked(_wattHours[slot] + wattHours);
        _values[slot] += values;
    }

    private static void Grow(List<long> slots)
    {
        var old = slots.Count;
        CollectionsMarshal.SetCount(slots, old + (2 * Slots));
        CollectionsMarshal.AsSpan(slots)[old..].Clear();
    }

    private int Row(SettlementCell cell, QualityClass quality)
    {
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_index, cell, out var exists);
        if (!exists)
        {
            index = _cells.Count;
            _cells.Add(cell);
            Grow(_wattHours);
            Grow(_values);
        }

        return ((index * 2) + (int)quality) * Slots;
    }
}
