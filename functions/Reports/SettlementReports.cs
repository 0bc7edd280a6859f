using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Reference;
using Settlement.Runs.Records;
using Settlement.Runs.Results;
using Settlement.Runs.Verification;

namespace Settlement.Functions.Reports;

/// <summary>Reports of Settlement Runs.</summary>
public sealed class SettlementReports(
    RunStore runs,
    ResultStore results,
    PartyReport parties,
    RunCheckStore checks,
    ReferenceStore references
)
{
    /// <summary><c>GET /api/settlement/{day}</c>: the runs of a day.</summary>
    [Function(nameof(GetSettlementDay))]
    [Access(AccessLevel.Reader)]
    [Operation("The runs of a day.", 400, 404)]
    [Answers(typeof(Page<RunItem>))]
    public async Task<IActionResult> GetSettlementDay(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "settlement/{day}")] HttpRequest request,
        string day,
        CancellationToken cancellationToken
    )
    {
        if (!Input.TryDay(day, out var settlementDay, out var problem) || !Paging.TryRead(request, out var paging, out problem))
        {
            return problem!;
        }
        var records = await runs.ListAsync(settlementDay, cancellationToken);
        if (records.Count == 0)
        {
            return Problem.NotFound($"No run of {settlementDay} was started.");
        }
        var marks = await checks.ListAsync(settlementDay, cancellationToken);
        var caller = Caller.Of(request);
        return paging.ToResult([
            .. records.Select(run => caller.Show(RunItem.FromRecord(run, marks.GetValueOrDefault((run.Run, run.Attempt))))),
        ]);
    }

    /// <summary><c>GET /api/settlement/{day}/{run}</c>: a run and its figures over the day.</summary>
    [Function(nameof(GetSettlementRun))]
    [Access(AccessLevel.Reader)]
    [Operation("A run and its figures over the day.", 400, 404)]
    [Answers(typeof(RunReport))]
    public async Task<IActionResult> GetSettlementRun(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "settlement/{day}/{run}")] HttpRequest request,
        string day,
        string run,
        CancellationToken cancellationToken
    )
    {
        if (!Input.TryDayAndRun(day, run, out var settlementDay, out var problem))
        {
            return problem;
        }
        if (await runs.FindAsync(settlementDay, run, cancellationToken) is not { } record)
        {
            return NoRun(settlementDay, run);
        }
        var summary = record.State is RunState.Closed or RunState.Inexact
            ? await results.FindSummaryAsync(record.Key, cancellationToken)
            : null;
        var filled = summary is null ? null : await results.FindFilledAsync(record.Key, cancellationToken);
        var corrections = summary is null ? null : await results.FindCorrectionsAsync(record.Key, cancellationToken);
        var withFigures = summary is null ? 0 : await results.CountFiguresAsync(record.Key, summary, cancellationToken);
        return JsonContent.Ok(Caller.Of(request).Show(RunReport.FromRecord(record, summary, withFigures, filled, corrections)));
    }

    /// <summary><c>GET /api/settlement/{day}/{run}/periods/{period}</c>: one period in full.</summary>
    [Function(nameof(GetSettlementPeriod))]
    [Access(AccessLevel.Reader)]
    [Operation("A period of a run; one that lacks an input has no figures.", 400, 404)]
    [Answers(typeof(PeriodDocument))]
    public async Task<IActionResult> GetSettlementPeriod(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "settlement/{day}/{run}/periods/{period}")] HttpRequest request,
        string day,
        string run,
        string period,
        CancellationToken cancellationToken
    )
    {
        if (!Input.TryDayAndRun(day, run, out var settlementDay, out var problem))
        {
            return problem;
        }
        if (!int.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return Problem.BadRequest($"'{period}' is not a Settlement Period.");
        }
        if (await FindEndedAsync(settlementDay, run, cancellationToken) is not { } record)
        {
            return NoRun(settlementDay, run);
        }
        return await results.FindPeriodAsync(record.Key, number, cancellationToken) is { } document
            ? JsonContent.Ok(await Caller.Of(request).ShowAsync(document, record, references, cancellationToken))
            : Problem.NotFound($"Settlement Day {settlementDay} has periods 1 to {settlementDay.Periods}, not {number}.");
    }

    /// <summary><c>GET /api/settlement/{day}/{run}/parties/{id}</c>: a party's row of each period that has figures.</summary>
    [Function(nameof(GetSettlementParty))]
    [Access(AccessLevel.Reader)]
    [Operation("A party's row of each period that has figures.", 400, 404)]
    [Answers(typeof(Page<PartyItem>))]
    public async Task<IActionResult> GetSettlementParty(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "settlement/{day}/{run}/parties/{id}")] HttpRequest request,
        string day,
        string run,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (!Input.TryDayAndRun(day, run, out var settlementDay, out var problem) || !Paging.TryRead(request, out var paging, out problem))
        {
            return problem!;
        }
        (var rows, problem) = await PartyAsync(Caller.Of(request), settlementDay, run, id, cancellationToken);
        return problem ?? paging.ToResult(rows);
    }

    /// <summary><c>GET /api/settlement/{day}/{run}/parties/{id}.csv</c>: the same rows, all of them, as CSV.</summary>
    [Function(nameof(GetSettlementPartyCsv))]
    [Access(AccessLevel.Reader)]
    [Operation("A party's rows, all of them, as CSV.", 400, 404)]
    [Answers(typeof(string), MediaType = "text/csv")]
    public async Task<IActionResult> GetSettlementPartyCsv(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "settlement/{day}/{run}/parties/{id}.csv")] HttpRequest request,
        string day,
        string run,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (!Input.TryDayAndRun(day, run, out var settlementDay, out var problem))
        {
            return problem;
        }
        (var rows, problem) = await PartyAsync(Caller.Of(request), settlementDay, run, id, cancellationToken);
        return problem ?? new JsonContent(StatusCodes.Status200OK, PartyCsv.Write(rows), "text/csv; charset=utf-8");
    }

    private async Task<(IReadOnlyList<PartyItem> Rows, IActionResult? Problem)> PartyAsync(
        Caller caller,
        SettlementDay day,
        string run,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (!caller.Sees(id))
        {
            return ([], Problem.Forbidden($"'{caller.Name}' does not see the rows of party '{id}'."));
        }
        if (await FindEndedAsync(day, run, cancellationToken) is not { } record)
        {
            return ([], NoRun(day, run));
        }
        return await parties.FindAsync(record, id, cancellationToken) is { } periods
            ? ([.. periods.Select(row => PartyItem.FromResult(row.Period, row.Result))], null)
            : ([], Problem.NotFound($"Run {run} of {day} has no party '{id}'."));
    }

    private async ValueTask<RunRecord?> FindEndedAsync(SettlementDay day, string run, CancellationToken cancellationToken) =>
        await runs.FindAsync(day, run, cancellationToken) is { State: RunState.Closed or RunState.Inexact } record ? record : null;

    private static IActionResult NoRun(SettlementDay day, string run) => Problem.NotFound($"Run {run} of {day} has no result.");
}
