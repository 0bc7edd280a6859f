using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Settlement.Domain.Calendar;
using Settlement.Domain.Timetable;
using Settlement.Functions.Http;
using Settlement.Runs.Reconciliation;
using Settlement.Runs.Records;

namespace Settlement.Functions.Reconciliation;

/// <summary>Two closed runs of a day to be compared.</summary>
/// <param name="From">The earlier run, or null where nothing was closed before.</param>
/// <param name="To">The later run.</param>
internal sealed record RunPair(RunRecord? From, RunRecord To);

/// <summary>Finds the two runs that a request names by <c>?to=</c> and <c>&amp;from=</c>, the latter by default the one that was charged before.</summary>
public sealed class RunPairs(RunReconciliation reconciliation)
{
    internal async Task<(RunPair? Pair, IActionResult? Problem)> FindAsync(
        HttpRequest request,
        string dayText,
        CancellationToken cancellationToken
    )
    {
        if (!Input.TryDay(dayText, out var day, out var problem))
        {
            return (null, problem);
        }
        var (to, from) = (request.Query["to"].ToString(), request.Query["from"].ToString());
        if (to.Length == 0)
        {
            return (null, Problem.BadRequest("'to' is missing; it names the later run, as in '?to=R1'."));
        }
        if (
            !Input.TryDayAndRun(dayText, to, out _, out problem)
            || (from.Length > 0 && !Input.TryDayAndRun(dayText, from, out _, out problem))
        )
        {
            return (null, problem);
        }
        if (from.Length > 0 && RunType.Parse(from).Precedence >= RunType.Parse(to).Precedence)
        {
            return (null, Problem.BadRequest($"'from' is {from}, which does not come before {to}."));
        }

        if (await reconciliation.FindClosedAsync(day, to, cancellationToken) is not { } later)
        {
            return (null, NotClosed(day, to));
        }
        if (from.Length == 0)
        {
            return (new RunPair(await reconciliation.FindEarlierAsync(later.Key, cancellationToken), later), null);
        }
        return await reconciliation.FindClosedAsync(day, from, cancellationToken) is { } earlier
            ? (new RunPair(earlier, later), null)
            : (null, NotClosed(day, from));
    }

    private static IActionResult NotClosed(SettlementDay day, string run) =>
        Problem.NotFound($"Run {run} of {day} is not closed; only closed runs are reconciled.");
}
