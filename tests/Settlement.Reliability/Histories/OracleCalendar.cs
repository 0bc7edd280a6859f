namespace Settlement.Reliability.Histories;

/// <summary>Europe/London by the platform's own time-zone data.</summary>
public static class OracleCalendar
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static DateTime StartOf(DateOnly day) =>
        TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified), London);

    /// <summary>The day after the last one there is cannot be asked.</summary>
    public static int Periods(DateOnly day) =>
        day == DateOnly.MaxValue ? 48 : (int)((StartOf(day.AddDays(1)) - StartOf(day)) / TimeSpan.FromMinutes(30));

    public static (DateOnly Day, int Period) At(DateTime utc)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, London));
        return (day, 1 + (int)((utc - StartOf(day)) / TimeSpan.FromMinutes(30)));
    }
}
