using Settlement.Domain.Calendar;
using Settlement.Domain.Reference;

namespace Settlement.Domain.Timetable;

/// <summary>
/// When Settlement Runs fall due: so many working days after the Settlement Day, by the timetable and the bank holidays in force on it
/// (a working day is Monday to Friday and no bank holiday of England and Wales; the first counted is the day after the Settlement Day).
/// </summary>
public static class RunTimetable
{
    /// <summary>The day that is so many working days after a Settlement Day.</summary>
    public static SettlementDay DueDate(MarketDay market, int workingDays)
    {
        ArgumentNullException.ThrowIfNull(market);
        return market.WorkingDays.After(market.Day, workingDays);
    }

    /// <summary>The days from the date of one run to that of another; 0 where the timetable does not have both.</summary>
    public static int DaysBetween(MarketDay market, string from, string to)
    {
        ArgumentNullException.ThrowIfNull(market);
        return market.Timetable.TryGetValue(from, out var earlier) && market.Timetable.TryGetValue(to, out var later)
            ? DueDate(market, later).Number - DueDate(market, earlier).Number
            : 0;
    }
}
