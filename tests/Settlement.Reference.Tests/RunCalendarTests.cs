using Settlement.Domain.Calendar;
using Settlement.Domain.Reference;
using Settlement.Domain.Timetable;

namespace Settlement.Reference.Tests;

/// <summary>The calendar of the reference data that ships, beside dates that tests/oracle/run_calendar.py counted day by day.</summary>
public sealed class RunCalendarTests
{
    private static readonly DueRun[] Counted = [.. Read()];

    [Fact]
    public async Task Three_years_of_run_dates_are_those_that_were_counted()
    {
        var (from, to) = (Day("2026-01-01"), Day("2028-12-31"));
        var expected = Counted
            .Where(run => from <= run.Due && run.Due <= to)
            .OrderBy(run => run.Due)
            .ThenBy(run => run.Day)
            .ThenBy(run => run.WorkingDays)
            .ToList();
        Assert.InRange(expected.Count, 5_500, 6_500);
        Assert.Equal(expected, RunCalendar.Between(await Load(), from, to));
    }

    [Theory]
    [InlineData("2027-03-30", "an Easter Tuesday: what Good Friday, the weekend and Monday left behind")]
    [InlineData("2027-12-29", "after Christmas")]
    [InlineData("2028-02-29", "the leap day")]
    [InlineData("2027-07-08", "the first II by the new timetable, the last of the old one")]
    [InlineData("2026-04-18", "a Saturday")]
    [InlineData("2028-12-25", "Christmas Day")]
    public async Task One_date_has_the_runs_of_the_days_that_were_counted(string date, string why) =>
        Assert.True(
            Counted
                .Where(run => run.Due == Day(date))
                .OrderBy(run => run.Day)
                .ThenBy(run => run.WorkingDays)
                .SequenceEqual(RunCalendar.Between(await Load(), Day(date), Day(date))),
            why
        );

    [Fact]
    public async Task Several_days_fall_due_after_a_weekend_and_none_at_one()
    {
        var data = await Load();
        Assert.Empty(RunCalendar.Between(data, Day("2027-12-25"), Day("2027-12-28")));
        Assert.Equal(
            ["2027-07-09", "2027-07-10", "2027-07-11"],
            RunCalendar.Between(data, Day("2027-07-15"), Day("2027-07-15")).Where(run => run.Run == "II").Select(run => run.Day.ToString())
        );
    }

    [Fact]
    public async Task The_days_of_a_regime_keep_its_runs_however_late_they_fall_due()
    {
        var data = await Load();
        var last = RunCalendar.ListDueRuns(data, Day("2027-07-01")).ToList();
        Assert.Equal(["II", "SF", "R1", "R2", "R3", "RF"], last.Select(run => run.Run));
        var first = RunCalendar.ListDueRuns(data, Day("2027-07-02")).ToList();
        Assert.Equal(["II", "SF", "R1", "RF"], first.Select(run => run.Run));
        Assert.True(first[^1].Due < last[^1].Due);
        Assert.True(first[1].Due < last[1].Due);
    }

    [Fact]
    public async Task A_run_date_is_the_one_from_which_interest_is_counted()
    {
        var data = await Load();
        foreach (var run in RunCalendar.Between(data, Day("2027-06-01"), Day("2027-09-30")))
        {
            Assert.Equal(run.Due, RunTimetable.DueDate(data.On(run.Day), run.WorkingDays));
        }
    }

    [Fact]
    public void A_market_without_a_timetable_has_no_run() =>
        Assert.Empty(RunCalendar.Between(new ReferenceData(), Day("2027-01-01"), Day("2027-12-31")));

    [Fact]
    public void Holidays_move_the_dates_of_the_days_for_which_they_are_in_force()
    {
        var data = new ReferenceData
        {
            Timetable = [new("II", 5, DayRange.Always)],
            Holidays = [new(Day("2027-06-17"), "Once", new(Day("2027-06-11"), null))],
        };
        Assert.Equal("2027-06-17", Assert.Single(RunCalendar.ListDueRuns(data, Day("2027-06-10"))).Due.ToString());
        Assert.Equal("2027-06-21", Assert.Single(RunCalendar.ListDueRuns(data, Day("2027-06-11"))).Due.ToString());
        Assert.Equal(
            ["2027-06-11", "2027-06-12", "2027-06-13"],
            RunCalendar.Between(data, Day("2027-06-21"), Day("2027-06-21")).Select(run => run.Day.ToString())
        );
    }

    private static IEnumerable<DueRun> Read()
    {
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "run-calendar.csv"))
            .Select(line => line.Split(','))
            .ToList();
        Dictionary<string, int> legacy = new()
        {
            ["II"] = 5,
            ["SF"] = 16,
            ["R1"] = 39,
            ["R2"] = 84,
            ["R3"] = 154,
            ["RF"] = 292,
        };
        Dictionary<string, int> halfHourly = new()
        {
            ["II"] = 4,
            ["SF"] = 7,
            ["R1"] = 30,
            ["RF"] = 84,
        };
        foreach (var line in lines.Skip(1))
        {
            for (var column = 1; column < line.Length; column++)
            {
                if (line[column].Length > 0)
                {
                    yield return new DueRun(
                        Day(line[column]),
                        Day(line[0]),
                        lines[0][column],
                        (Day(line[0]) < Day("2027-07-02") ? legacy : halfHourly)[lines[0][column]]
                    );
                }
            }
        }
    }

    private static SettlementDay Day(string text) => SettlementDay.Parse(text);

    private static async Task<ReferenceData> Load() => await new ReferenceStore(new InMemoryTableStore()).LoadCurrentAsync();
}
