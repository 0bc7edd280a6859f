using Settlement.Domain.Calendar;
using Settlement.Local.Year;

namespace Settlement.Functions.Tests.CommandLine;

/// <summary>Weeks of the calendar on a virtual clock, the whole app with its timers, an outage among them.</summary>
[Trait("Category", "Slow")]
public sealed class YearTests
{
    [Theory]
    [InlineData(
        "2027-03-08",
        "2027-03-22",
        "2027-04-11",
        "2027-03-31",
        "2027-04-05",
        "II SF",
        "Easter and the short day of the clock change"
    )]
    [InlineData("2027-06-21", "2027-06-28", "2027-07-18", "2027-07-08", "2027-07-12", "II SF", "the new timetable beside the old")]
    [InlineData("2027-10-25", "2027-10-30", "2027-11-12", "2027-11-04", "2027-11-08", "II SF", "the long day of the clock change")]
    public async Task Every_due_run_is_closed_once_and_on_its_date(
        string first,
        string from,
        string to,
        string down,
        string up,
        string runs,
        string why
    )
    {
        using var folder = new TemporaryFolder();
        var options = new YearOptions(Day(from), Day(to), [new Outage(Day(down), Day(up))]) { First = Day(first) };
        await using var year = new VirtualYear(options, folder["data"]);
        using var hang = new CancellationTokenSource(TimeSpan.FromMinutes(5));

        var report = await year.RunAsync(new Progress<long>(), hang.Token);

        Assert.True(report.Failures.Count == 0, $"{why}: {string.Join('\n', report.Failures)}");
        Assert.Equal(runs, string.Join(' ', report.Due.Select(run => run.Run).Distinct().Order(StringComparer.Ordinal)));
        Assert.InRange(report.InYear, 20, 60);
        Assert.Equal(report.Due.Count, report.Closed(report.Due));
        Assert.True(report.LatestChecks >= report.Due.Select(run => run.Day).Distinct().Count());
    }

    private static SettlementDay Day(string text) => SettlementDay.Parse(text);
}
