using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Functions.Orchestrations;

namespace Settlement.Functions.Tests.Versions;

public sealed class FirstCalendarTests
{
    [Fact]
    public void It_has_the_periods_of_the_Settlement_Days_of_2000_to_2050()
    {
        for (var day = new SettlementDay(new LocalDate(2000, 1, 1)); day.Date.Year <= 2050; day = day.Next)
        {
            Assert.Equal((day, day.Periods), (day, FirstCalendar.PeriodsOf(day.ToString())));
        }
    }
}
