using NodaTime;
using Settlement.Domain.Calendar;

namespace Settlement.Domain.Tests.Calendar;

public class UtcDayMappingTests
{
    private static readonly LocalDate First = new(2024, 1, 1);
    private static readonly LocalDate Last = new(2028, 12, 31);

    [Theory]
    [InlineData("2026-01-15", 1, 48, "2026-01-15", 1)]
    [InlineData("2026-06-16", 1, 46, "2026-06-16", 3)]
    [InlineData("2026-06-16", 47, 48, "2026-06-17", 1)]
    [InlineData("2026-03-29", 1, 2, "2026-03-29", 1)]
    [InlineData("2026-03-29", 3, 46, "2026-03-29", 3)]
    [InlineData("2026-03-29", 47, 48, "2026-03-30", 1)]
    [InlineData("2026-10-24", 47, 48, "2026-10-25", 1)]
    [InlineData("2026-10-25", 1, 48, "2026-10-25", 3)]
    [InlineData("2026-10-26", 1, 48, "2026-10-26", 1)]
    public void A_run_of_utc_half_hours_falls_on_a_run_of_periods(string utcDay, int from, int to, string day, int period)
    {
        var date = SettlementDay.Parse(utcDay).Date;
        for (var k = from; k <= to; k++)
        {
            Assert.Equal(new SettlementPeriod(SettlementDay.Parse(day), period + k - from), SettlementDay.PeriodOfUtcDay(date, k));
        }
    }

    [Fact]
    public void Every_half_hour_of_five_years_has_the_period_that_the_clock_change_rule_gives_and_starts_there()
    {
        for (var date = First; date <= Last; date = date.PlusDays(1))
        {
            for (var k = 1; k <= SettlementDay.UtcPeriods; k++)
            {
                var start = Instant.FromUtc(date.Year, date.Month, date.Day, 0, 0) + Duration.FromMinutes(30 * (k - 1));
                var actual = SettlementDay.PeriodOfUtcDay(date, k);

                Assert.Equal(ByTheRule(start), actual);
                Assert.Equal(start, actual.Day.StartOf(actual.Period));
            }
        }
    }

    [Fact]
    public void The_periods_of_five_years_follow_each_other_without_gap_and_add_up()
    {
        var expected = SettlementDay.Parse("2024-01-01").Start;
        var changes = new List<int>();
        for (var day = new SettlementDay(First); day.Date <= Last; day = day.Next)
        {
            for (var p = 1; p <= day.Periods; p++, expected += Duration.FromMinutes(30))
            {
                Assert.Equal(expected, day.StartOf(p));
            }
            if (day.Periods != 48)
            {
                changes.Add(day.Periods);
            }
        }

        Assert.Equal(Instant.FromUtc(2029, 1, 1, 0, 0), expected);
        Assert.Equal([46, 50, 46, 50, 46, 50, 46, 50, 46, 50], changes);
    }

    /// <summary>The law's rule, without time-zone data: an hour ahead from the last Sunday of March to that of October, both at 01:00Z.</summary>
    private static SettlementPeriod ByTheRule(Instant start)
    {
        var year = start.InUtc().Year;
        var from = Instant.FromUtc(year, 3, LastSunday(year, 3), 1, 0);
        var to = Instant.FromUtc(year, 10, LastSunday(year, 10), 1, 0);
        var local = start.InUtc().LocalDateTime.PlusHours(Summer(start) ? 1 : 0);
        var midnight = new LocalDateTime(local.Year, local.Month, local.Day, 0, 0);
        var utcMidnight = midnight.InUtc().ToInstant();
        if (Summer(utcMidnight - Duration.FromHours(1)))
        {
            utcMidnight -= Duration.FromHours(1);
        }
        return new(new SettlementDay(local.Date), 1 + (int)((start - utcMidnight).TotalMinutes / 30));

        bool Summer(Instant at) => at >= from && at < to;
    }

    private static int LastSunday(int year, int month)
    {
        var day = 31;
        while (new DateTime(year, month, day).DayOfWeek != DayOfWeek.Sunday)
        {
            day--;
        }
        return day;
    }
}
