using NodaTime;
using NodaTime.Text;
using Settlement.Domain.Calendar;

namespace Settlement.Domain.Tests.Calendar;

public class SettlementDayTableTests
{
    [Theory]
    [InlineData("2026-03-28", 48, "2026-03-28T00:00:00Z", "2026-03-28T23:30:00Z", "28")]
    [InlineData("2026-03-29", 46, "2026-03-29T00:00:00Z", "2026-03-29T22:30:00Z", "29")]
    [InlineData("2026-03-30", 48, "2026-03-29T23:00:00Z", "2026-03-30T22:30:00Z", "29,30")]
    [InlineData("2026-06-16", 48, "2026-06-15T23:00:00Z", "2026-06-16T22:30:00Z", "15,16")]
    [InlineData("2026-10-25", 50, "2026-10-24T23:00:00Z", "2026-10-25T23:30:00Z", "24,25")]
    [InlineData("2026-10-26", 48, "2026-10-26T00:00:00Z", "2026-10-26T23:30:00Z", "26")]
    [InlineData("2027-03-28", 46, "2027-03-28T00:00:00Z", "2027-03-28T22:30:00Z", "28")]
    [InlineData("2027-10-31", 50, "2027-10-30T23:00:00Z", "2027-10-31T23:30:00Z", "30,31")]
    public void The_published_days_have_their_periods_and_instants(string text, int periods, string first, string last, string utcDates)
    {
        var day = SettlementDay.Parse(text);

        Assert.Equal(periods, day.Periods);
        Assert.Equal(InstantPattern.General.Parse(first).Value, day.Start);
        Assert.Equal(day.Start, day.StartOf(1));
        Assert.Equal(InstantPattern.General.Parse(last).Value, day.StartOf(periods));
        Assert.Equal(utcDates, string.Join(',', Enumerable.Range(1, periods).Select(p => day.StartOf(p).InUtc().Day).Distinct()));
    }

    [Theory]
    [InlineData("2026-03-29", 47)]
    [InlineData("2026-06-16", 49)]
    [InlineData("2026-10-25", 51)]
    [InlineData("2026-06-16", 0)]
    [InlineData("2026-06-16", -1)]
    public void A_period_outside_the_day_has_no_start(string text, int period) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SettlementDay.Parse(text).StartOf(period));

    [Theory]
    [InlineData("2026-06-15T22:59:59Z", "2026-06-15", 48)]
    [InlineData("2026-06-15T23:00:00Z", "2026-06-16", 1)]
    [InlineData("2026-06-15T23:29:59Z", "2026-06-16", 1)]
    [InlineData("2026-06-15T23:30:00Z", "2026-06-16", 2)]
    [InlineData("2026-10-25T00:59:59Z", "2026-10-25", 4)]
    [InlineData("2026-10-25T01:00:00Z", "2026-10-25", 5)]
    [InlineData("2026-03-29T00:59:59Z", "2026-03-29", 2)]
    [InlineData("2026-03-29T01:00:00Z", "2026-03-29", 3)]
    public void An_instant_lies_in_the_half_hour_that_has_begun(string instant, string day, int period) =>
        Assert.Equal(
            new SettlementPeriod(SettlementDay.Parse(day), period),
            SettlementDay.PeriodAt(InstantPattern.General.Parse(instant).Value)
        );

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("0000-01-01")]
    [InlineData("9999-12-30")]
    [InlineData("9999-12-31")]
    public void The_first_and_last_dates_have_periods_like_any_other(string text)
    {
        var day = SettlementDay.Parse(text);

        Assert.Equal(48, day.Periods);
        Assert.Equal(new SettlementPeriod(day, 48), SettlementDay.PeriodAt(day.StartOf(48)));
        Assert.Equal(48, Enumerable.Range(1, 48).Select(k => SettlementDay.PeriodOfUtcDay(day.Date, k)).Distinct().Count());
        Assert.Equal(day, SettlementDay.FromNumber(day.Number));
    }

    [Fact]
    public void Numbers_count_days_from_1970_and_order_as_days_do()
    {
        var first = SettlementDay.Parse("1970-01-01");
        var later = SettlementDay.Parse("2026-06-16");

        Assert.Equal(0, first.Number);
        Assert.Equal(20620, later.Number);
        Assert.Equal(later, SettlementDay.FromNumber(20620));
        Assert.Equal(-1, SettlementDay.Parse("1969-12-31").Number);
        Assert.True(first < later && later > first && first <= later && later >= first && !(later < first) && !(first > later));
        Assert.Equal(SettlementDay.Parse("2026-06-17"), later.Next);
        Assert.Equal(new LocalDate(2026, 6, 16), later.Date);
    }
}
