using Settlement.Domain.Calendar;

namespace Settlement.Ledger.Messages;

/// <summary>
/// Where a message's values fall: they start at period <paramref name="From"/> of a clock day whose period 1 is period
/// <paramref name="Shift"/> of Settlement Day <paramref name="First"/>, and may run over into the next one.
/// </summary>
internal readonly record struct SettlementSpan(SettlementDay First, int Shift, int FirstPeriods, long From, int ClockPeriods)
{
    public SettlementDay Day(int half) => half == 0 ? First : First.Next;

    /// <summary>The Settlement Period of the value at an index, in its own day.</summary>
    public int Period(int index)
    {
        var period = (int)From + index + Shift - 1;
        return period > FirstPeriods ? period - FirstPeriods : period;
    }

    /// <summary>The indices of the values that fall on the first or the second day; those outside the clock day on none.</summary>
    public (int Start, int End) Slots(int half, int values)
    {
        var firstIndex = (int)Math.Clamp(1 - From, 0, values);
        var endIndex = (int)Math.Clamp(ClockPeriods - From + 1, firstIndex, values);
        var split = (int)Math.Clamp(FirstPeriods - Shift + 2 - From, firstIndex, endIndex);
        return half == 0 ? (firstIndex, split) : (split, endIndex);
    }
}
