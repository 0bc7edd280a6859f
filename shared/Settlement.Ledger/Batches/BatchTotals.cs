using System.Numerics;
using System.Runtime.InteropServices;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Ledger.Batches;

/// <summary>
/// The pre-aggregates of a batch: watt-hours and the count of values by cell, quality class and period, summed as messages are decoded.
/// A cell and class takes up room only once a value comes for it.
/// </summary>
internal sealed class BatchTotals
{
    private const int Periods = SettlementDay.MaxPeriods;

    private readonly List<int> _slots = [];
    private readonly List<int> _used = [];
    private long[] _wattHours = [];
    private int[] _changes = [];

    /// <summary>The cells and classes with values, as 2 × cell + class, in the order in which they were met.</summary>
    public ReadOnlySpan<int> Used => CollectionsMarshal.AsSpan(_used);

    /// <summary>The watt-hours of a used cell and class, from period 1 on.</summary>
    public ReadOnlySpan<long> WattHours(int used) => _wattHours.AsSpan(used * Periods, Periods);

    /// <summary>By how much the count of values changes from the period before, from period 1 on.</summary>
    public ReadOnlySpan<int> Changes(int used) => _changes.AsSpan(used * (Periods + 1), Periods);

    /// <summary>Adds values of one quality class, 0 for one that is not there, or takes them away with <paramref name="sign"/> −1.</summary>
    /// <remarks>A value is at most 10^10 Wh, so that a sum of 64 bits holds 900 million of them: more than any batch has, and no addition needs a check.</remarks>
    public void Add(int cell, QualityClass quality, int first, ReadOnlySpan<long> wattHours, ulong nulls, int sign = 1)
    {
        var slot = Slot((2 * cell) + (int)quality);
        var sums = _wattHours.AsSpan((slot * Periods) + first - 1, wattHours.Length);
        var i = 0;
        for (; i <= wattHours.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            var (sum, more) = (new Vector<long>(sums[i..]), new Vector<long>(wattHours[i..]));
            (sign > 0 ? sum + more : sum - more).CopyTo(sums[i..]);
        }

        for (; i < wattHours.Length; i++)
        {
            sums[i] = unchecked(sums[i] + (sign * wattHours[i]));
        }

        var changes = _changes.AsSpan((slot * (Periods + 1)) + first - 1, wattHours.Length + 1);
        changes[0] += sign;
        changes[wattHours.Length] -= sign;
        for (; nulls != 0; nulls &= nulls - 1)
        {
            var missing = BitOperations.TrailingZeroCount(nulls);
            changes[missing] -= sign;
            changes[missing + 1] += sign;
        }
    }

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        foreach (var used in _used)
        {
            _slots[used] = 0;
        }
        _wattHours.AsSpan(0, _used.Count * Periods).Clear();
        _changes.AsSpan(0, _used.Count * (Periods + 1)).Clear();
        _used.Clear();
    }

    private int Slot(int key)
    {
        if (key < _slots.Count && _slots[key] is var slot and > 0)
        {
            return slot - 1;
        }
        if (key >= _slots.Count)
        {
            CollectionsMarshal.SetCount(_slots, Math.Max(key + 1, 2 * _slots.Count));
        }
        _used.Add(key);
        if (_used.Count * Periods > _wattHours.Length)
        {
            Array.Resize(ref _wattHours, Math.Max(16, 2 * _used.Count) * Periods);
            Array.Resize(ref _changes, Math.Max(16, 2 * _used.Count) * (Periods + 1));
        }

        return (_slots[key] = _used.Count) - 1;
    }
}
