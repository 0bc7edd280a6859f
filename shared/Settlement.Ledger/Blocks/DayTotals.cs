using System.Runtime.InteropServices;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Storage.Binary;

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

    /// <summary>The index of a cell in <see cref="Cells"/>, to which it is added if it is new.</summary>
    internal int IndexOf(SettlementCell cell) => Row(cell, QualityClass.Actual) / (2 * Slots);

    /// <summary>Adds a value to the cell at an index, or takes it away with <paramref name="sign"/> −1.</summary>
    internal void Add(int cell, QualityClass quality, int period, long wattHours, int sign) =>
        Add((((cell * 2) + (int)quality) * Slots) + period - 1, sign * wattHours, sign);

    /// <summary>Adds a total of a period, or takes it away with <paramref name="sign"/> −1.</summary>
    internal void Add(in CellTotal total, int period, int sign) =>
        Add(Row(total.Cell, total.Quality) + period - 1, sign * total.WattHours, sign * total.Values);

    /// <summary>Adds all of another day's part.</summary>
    public void Add(DayTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var cell = 0; cell < other._cells.Count; cell++)
        {
            var to = Row(other._cells[cell], QualityClass.Actual);
            for (var i = 0; i < 2 * Slots; i++)
            {
                Add(to + i, other._wattHours[(cell * 2 * Slots) + i], other._values[(cell * 2 * Slots) + i]);
            }
        }
    }

    /// <summary>The totals of one period that count at least one value, cell by cell.</summary>
    public IEnumerable<CellTotal> CellsInPeriod(int period)
    {
        for (var cell = 0; cell < _cells.Count; cell++)
        {
            for (var quality = 0; quality < 2; quality++)
            {
                var slot = (((cell * 2) + quality) * Slots) + period - 1;
                if (_values[slot] != 0 || _wattHours[slot] != 0)
                {
                    yield return new CellTotal(_cells[cell], (QualityClass)quality, _wattHours[slot], _values[slot]);
                }
            }
        }
    }

    /// <summary>The totals of one period alone.</summary>
    public DayTotals Only(int period)
    {
        var only = new DayTotals();
        foreach (var total in CellsInPeriod(period))
        {
            only.Add(only.Row(total.Cell, total.Quality) + period - 1, total.WattHours, total.Values);
        }
        return only;
    }

    /// <summary>Writes the totals in a form that depends on nothing but their figures.</summary>
    public ReadOnlyMemory<byte> Encode()
    {
        var buffer = new BlockBuffer();
        var order = Enumerable.Range(0, _cells.Count).Where(HasFigures).OrderBy(i => _cells[i], CellOrder.Instance).ToArray();
        new CellTableWriter().Write(buffer, [.. order.Select(i => _cells[i])]);
        for (var i = 0; i < order.Length; i++)
        {
            for (var quality = 0; quality < 2; quality++)
            {
                var row = ((order[i] * 2) + quality) * Slots;
                TotalsCodec.Write(
                    buffer,
                    (2 * i) + quality,
                    CollectionsMarshal.AsSpan(_wattHours).Slice(row, Slots),
                    CollectionsMarshal.AsSpan(_values).Slice(row, Slots)
                );
            }
        }

        return buffer.Written;
    }

    /// <summary>Reads totals.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static DayTotals Decode(ReadOnlyMemory<byte> bytes)
    {
        var totals = new DayTotals();
        var cells = CellTable.Read(bytes);
        totals.Add(cells, bytes.Span[cells.Length..]);
        return totals;
    }

    /// <summary>Adds the totals of a block.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    internal void Add(CellTable cells, ReadOnlySpan<byte> bytes)
    {
        var rows = new int[cells.Count];
        for (var i = 0; i < cells.Count; i++)
        {
            rows[i] = Row(cells[i], QualityClass.Actual);
        }
        var wattHours = CollectionsMarshal.AsSpan(_wattHours);
        var values = CollectionsMarshal.AsSpan(_values);
        for (var cursor = new BlockCursor(bytes); !cursor.AtEnd; )
        {
            var cell = cursor.ReadVarInt32();
            if (cell / 2 >= cells.Count)
            {
                throw new InvalidDataException($"Totals refer to cell {cell / 2} of {cells.Count}.");
            }
            var row = rows[cell / 2] + (cell % 2 * Slots);
            TotalsCodec.Add(ref cursor, bytes, wattHours.Slice(row, Slots), values.Slice(row, Slots));
        }
    }

    private bool HasFigures(int cell) =>
        CollectionsMarshal.AsSpan(_wattHours).Slice(cell * 2 * Slots, 2 * Slots).ContainsAnyExcept(0L)
        || CollectionsMarshal.AsSpan(_values).Slice(cell * 2 * Slots, 2 * Slots).ContainsAnyExcept(0L);

    private void Add(int slot, long wattHours, long values)
    {
        _wattHours[slot] = checked(_wattHours[slot] + wattHours);
        _values[slot] = checked(_values[slot] + values);
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
