using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Settlement.Domain.Calendar;
using Settlement.Domain.Completeness;
using Settlement.Domain.Reference;
using Settlement.Domain.Timetable;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Functions.Ingestion;
using Settlement.Ledger.Commits;
using Settlement.Reference;
using Settlement.Runs.Completeness;
using Settlement.Runs.Records;

namespace Settlement.Functions.Completeness;

/// <summary>What was expected of a day and what was received.</summary>
public sealed class GetCompleteness(
    CompletenessCount completeness,
    MissingMeters missing,
    RunStore runs,
    ReferenceStore references,
    EventHubs hubs,
    IOptions<CompletenessOptions> options
)
{
    /// <summary>
    /// <c>GET /api/completeness/{day}?run=</c>: by supplier, GSP Group and segment, of all that is ingested or at the cut of a run. A large day is counted by
    /// an orchestration, 202 with its links, and the count is kept.
    /// </summary>
    [Function(nameof(GetCompleteness))]
    [Access(AccessLevel.Reader)]
    [Operation("What was expected of a day and received; a large day is counted in the background.", 400, 404, 410)]
    [Answers(typeof(Page<CompletenessRow>))]
    [Answers(typeof(HttpManagementPayload), Status = StatusCodes.Status202Accepted)]
    [Query("run", typeof(RunType), "At the cut of this run; by default of all that is ingested.")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "completeness/{day}")] HttpRequest request,
        string day,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Input.TryDay(day, out var settlementDay, out var problem) || !Paging.TryRead(request, out var paging, out problem))
        {
            return problem!;
        }
        var code = request.Query["run"].ToString();
        if (code.Length > 0 && !Input.TryDayAndRun(day, code, out _, out problem))
        {
            return problem;
        }
        return await (
            code.Length > 0
                ? RespondForRunAsync(Caller.Of(request), settlementDay, code, paging, client, cancellationToken)
                : RespondForDayAsync(Caller.Of(request), settlementDay, paging, client, cancellationToken)
        );
    }

    /// <summary>
    /// <c>GET /api/completeness/{day}/missing?supplier=</c>: the registered meters without a value on the day or for some of its periods, of all that is
    /// ingested; 409 where no meters are registered one by one.
    /// </summary>
    [Function(nameof(GetMissingMeters))]
    [Access(AccessLevel.Reader)]
    [Operation("The registered meters without a value for some or all periods of a day.", 400, 409, 410)]
    [Answers(typeof(Page<MissingMeterItem>))]
    [Query("supplier", typeof(string), "The meters of this supplier.")]
    public async Task<IActionResult> GetMissingMeters(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "completeness/{day}/missing")] HttpRequest request,
        string day,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (
            !Input.TryDay(day, out var settlementDay, out var problem)
            || !Paging.TryRead(request, out var paging, out problem)
            || !paging.TryPlace(out var place, out problem)
        )
        {
            return problem!;
        }
        var reference = (await references.LoadCurrentAsync(cancellationToken)).On(settlementDay);
        if (reference.Meters.Count == 0)
        {
            return Problem.Conflict(
                $"No row of the set 'meters' is in force on {settlementDay}, so missing meters cannot be named; load it with PUT /api/reference/meters."
            );
        }
        var supplier = request.Query["supplier"].ToString();
        var caller = Caller.Of(request);
        if (supplier.Length > 0 && !caller.Sees(supplier))
        {
            return Problem.Forbidden($"'{caller.Name}' does not see the meters of supplier '{supplier}'.");
        }
        var page = await missing.PageAsync(
            reference,
            await hubs.IngestedAsync(cancellationToken),
            meter => (supplier.Length == 0 || meter.Supplier == supplier) && caller.Sees(meter.Supplier),
            place,
            paging.Limit,
            cancellationToken
        );
        return Paging.ToResult(page, MissingMeterItem.FromMeter);
    }

    private async Task<IActionResult> RespondForRunAsync(
        Caller caller,
        SettlementDay day,
        string code,
        Paging paging,
        DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        if (await runs.FindAsync(day, code, cancellationToken) is not { Cut: { } cut, Versions: { } versions } run)
        {
            return Problem.NotFound($"Run {code} of {day} was not opened.");
        }
        var size = await completeness.SizeAsync(day, cut, cancellationToken);
        var reference = (await references.LoadAsync(versions, cancellationToken)).On(day);
        // The run may have counted its meters itself, in as many groups as it folded.
        return await AnswerAsync(
            caller,
            size with
            {
                Key = CompletenessKey.ForRun(run),
            },
            run.FoldGroups,
            cut,
            reference,
            paging,
            client,
            cancellationToken
        );
    }

    private async Task<IActionResult> RespondForDayAsync(
        Caller caller,
        SettlementDay day,
        Paging paging,
        DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        var cut = await hubs.IngestedAsync(cancellationToken);
        var size = await completeness.SizeAsync(day, cut, cancellationToken);
        if (size.Rows == 0 && (await runs.ListAsync(day, cancellationToken)).Count == 0)
        {
            return Problem.NotFound($"No reading of {day} was ingested and no run of it was started.");
        }
        var reference = (await references.LoadCurrentAsync(cancellationToken)).On(day);
        return await AnswerAsync(caller, size, CompletenessCount.Groups, cut, reference, paging, client, cancellationToken);
    }

    private async Task<IActionResult> AnswerAsync(
        Caller caller,
        DaySize size,
        int groups,
        Cut cut,
        MarketDay reference,
        Paging paging,
        DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        if (size.Rows <= options.Value.CompletenessRowsAtOnce)
        {
            return Page(await completeness.CountAsync(reference.Day, cut, 0, 1, cancellationToken));
        }
        if (await completeness.FindAsync(size.Key, groups, cancellationToken) is { } kept)
        {
            return Page(kept);
        }
        var input = new CompletenessInput(size.Key.Day.ToString(), size.Key.Counted, cut);
        var plan = new CompletenessPlan(input, groups);
        return await Background.AcceptAsync(client, CountCompleteness.Newest, plan, input.InstanceId, cancellationToken);

        IActionResult Page(IReadOnlyList<ReceivedMeters> received) =>
            paging.ToResult([.. CompletenessReport.Create(reference, received).Where(row => caller.Sees(row.Supplier))]);
    }
}
