using Settlement.Domain.Calendar;
using Settlement.Domain.Reference;
using Settlement.Domain.Timetable;

namespace Settlement.Domain.Tests.Timetable;

public sealed class DaysBetweenTests
{
    private static readonly ReferenceData Reference = new()
    {
        Timetable = [new("SF", 16, default), new("R1", 39, default)],
        Holidays = [new(SettlementDay.Parse("2026-08-31"), "Summer bank holiday")],
    };

    [Theory]
    [InlineData("2026-06-16", 33)]
    [InlineData("2026-07-10", 32)]
    public void Calendar_days_lie_between_the_dates_of_two_runs(string day, int days) =>
        Assert.Equal(days, RunTimetable.DaysBetween(Reference.On(SettlementDay.Parse(day)), "SF", "R1"));

    [Theory]
    [InlineData("SF", "D")]
    [InlineData("D", "R1")]
    [InlineData("R2", "RF")]
    public void A_run_outside_the_timetable_has_no_date(string from, string to) =>
        Assert.Equal(0, RunTimetable.DaysBetween(Reference.On(SettlementDay.Parse("2026-06-16")), from, to));
}
