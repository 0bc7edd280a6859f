using CsCheck;
using NodaTime;
using Settlement.Domain.Calendar;

namespace Settlement.Domain.Tests.Timetable;

public sealed class WorkingDaysTests
{
    private const int First = 20_000;

    [Fact]
    public void Counting_in_weeks_comes_to_the_same_as_counting_day_by_day() =>
        Gen.Select(Gen.Int[-20, 60].Array[0, 30], Gen.Int[-14, 14], Gen.Int[0, 60])
            .Sample(
                (offsets, start, count) =>
                {
                    var holidays = offsets.Select(At).ToHashSet();
                    var days = new WorkingDays(holidays);
                    var day = At(start);
                    var expected = day;
                    for (var left = count; left > 0; left -= IsWorkingDay(expected) ? 1 : 0)
                    {
                        expected = expected.Next;
                    }
                    Assert.Equal(expected, days.After(day, count));
                    Assert.Equal(IsWorkingDay(day), days.Contains(day));
                    Assert.True(expected.Number - day.Number <= days.DaysWith(count));

                    bool IsWorkingDay(SettlementDay each) =>
                        each.Date.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) && !holidays.Contains(each);
                }
            );

    [Theory]
    [InlineData("1969-12-31", 1, "1970-01-01")]
    [InlineData("1900-02-28", 1, "1900-03-01")]
    [InlineData("2028-02-28", 1, "2028-02-29")]
    [InlineData("2027-03-27", 0, "2027-03-27")]
    public void Any_date_can_be_counted_from(string day, int count, string expected) =>
        Assert.Equal(SettlementDay.Parse(expected), new WorkingDays([]).After(SettlementDay.Parse(day), count));

    [Fact]
    public void A_count_below_zero_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new WorkingDays([]).After(At(0), -1));

    private static SettlementDay At(int offset) => SettlementDay.FromNumber(First + offset);
}
