using System.Globalization;

namespace Settlement.Functions.Orchestrations;

/// <summary>
/// How many Settlement Periods a day has, as the first versions of the orchestrators count them. Like them it is never edited.
/// </summary>
internal static class FirstCalendar
{
    /// <summary>46 on the last Sunday of March, 50 on the last Sunday of October, 48 on every other day.</summary>
    /// <param name="day">The Settlement Day, <c>YYYY-MM-DD</c>.</param>
    /// <exception cref="FormatException">It is not a date.</exception>
    public static int PeriodsOf(string day)
    {
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        // Both months have 31 days.
        var lastSunday = date.DayOfWeek == DayOfWeek.Sunday && date.Day + 7 > 31;
        return (lastSunday, date.Month) switch
        {
            (true, 3) => 46,
            (true, 10) => 50,
            _ => 48,
        };
    }
}
