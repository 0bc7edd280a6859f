using System.Diagnostics;
using Settlement.Hosting;
using Settlement.Hosting.Reporting;
using Settlement.Local.Year;

namespace Settlement.Local.Commands;

/// <summary>Drives a year of the calendar on a virtual clock, with a small made-up market, and checks it.</summary>
internal static class YearCommand
{
    private const string FolderName = "year";
    private const int MaxFailuresShown = 20;

    public static async Task<int> RunAsync(LocalOptions options, YearOptions year, Screen screen, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.DataFolder, FolderName);
        ScratchFolder.Recreate(folder);
        var begun = Stopwatch.GetTimestamp();
        await using var virtualYear = new VirtualYear(year, folder);
        var report = await screen.ProgressAsync("Dates", null, dates => virtualYear.RunAsync(dates, cancellationToken));
        var took = Stopwatch.GetElapsedTime(begun);

        screen.Table(
            $"Runs by {year.From} to {year.To}",
            ["run", "due in the year", "led up to it", "closed once", "moved money from the run before"],
            report
                .Due.GroupBy(run => run.Run)
                .Select(runs =>
                    new[]
                    {
                        runs.Key,
                        Figures.Count(runs.Count(run => year.From <= run.Due)),
                        Figures.Count(runs.Count(run => run.Due < year.From)),
                        Figures.Count(report.Closed(runs)),
                        Figures.Count(report.Moved.GetValueOrDefault(runs.Key)),
                    }
                )
        );
        foreach (var outage in year.Outages)
        {
            screen.Result($"The app was down from {outage.From} until {outage.Until}.");
        }
        screen.Result(
            $"{Figures.Count(report.InYear)} runs fell due from {year.From} to {year.To}, and {Figures.Count(report.Due.Count - report.InYear)} of the same days before; {Figures.Count(report.LatestChecks)} looks at the latest figures."
        );
        screen.Note($"It took {took.TotalSeconds:N0} s, {took.TotalMilliseconds / report.Due.Count:N0} ms a run.");
        foreach (var failure in report.Failures.Take(MaxFailuresShown))
        {
            screen.Result(failure);
        }
        screen.Result(
            report.Failures.Count == 0
                ? "Each run was closed once and on its date, none is missing and none is extra; all differences sum to zero; the latest figures were always those of the best run."
                : $"{Figures.Count(report.Failures.Count)} things are not as they must be."
        );
        return report.Failures.Count == 0 ? ExitCode.Done : ExitCode.Error;
    }
}
