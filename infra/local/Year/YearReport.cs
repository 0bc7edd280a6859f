using Settlement.Domain.Timetable;

namespace Settlement.Local.Year;

/// <summary>What came of driving a year.</summary>
/// <param name="Due">Every run that fell due, those that led up to the year among them.</param>
/// <param name="InYear">How many of them fell due in the year.</param>
/// <param name="Moved">By run, how many moved money from the run before.</param>
/// <param name="LatestChecks">How often <c>latest</c> was compared with the best run.</param>
/// <param name="Failures">What was not as it must be; empty when all is well.</param>
internal sealed record YearReport(
    IReadOnlyList<DueRun> Due,
    int InYear,
    IReadOnlyDictionary<string, int> Moved,
    int LatestChecks,
    IReadOnlyList<string> Failures
)
{
    /// <summary>Which of the runs were seen closed.</summary>
    public required IReadOnlySet<DueRun> Done { get; init; }

    /// <summary>How many of some runs were seen closed.</summary>
    public int Closed(IEnumerable<DueRun> runs) => runs.Count(Done.Contains);
}
