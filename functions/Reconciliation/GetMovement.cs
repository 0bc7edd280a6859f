using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Settlement.Domain;
using Settlement.Domain.Timetable;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Runs.Reconciliation;
using Settlement.Runs.Records;

namespace Settlement.Functions.Reconciliation;

/// <summary>What moved between two closed runs, and why.</summary>
public sealed class GetMovement(RunPairs pairs, RunMovement movement, MovementFold fold)
{
    /// <summary>
    /// <c>GET /api/reconciliation/{day}/movement?to=&amp;from=</c>: by party and cause. What was not computed yet is started, 202 with the links of its
    /// orchestration; it is kept, so that it is computed once.
    /// </summary>
    [Function(nameof(GetMovement))]
    [Access(AccessLevel.Reader)]
    [Operation("What moved between two closed runs, by party and cause; what was not computed yet is started.", 400, 404)]
    [Answers(typeof(MovementPage))]
    [Answers(typeof(HttpManagementPayload), Status = StatusCodes.Status202Accepted)]
    [Query("to", typeof(RunType), "The later run.", IsRequired = true)]
    [Query("from", typeof(RunType), "The earlier run; by default the one that was charged before it.")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "reconciliation/{day}/movement")] HttpRequest request,
        string day,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        var (pair, problem) = await pairs.FindAsync(request, day, cancellationToken);
        if (pair is null || !Paging.TryRead(request, out var paging, out problem))
        {
            return problem!;
        }
        if (pair.From is null)
        {
            return NothingBefore(pair.To);
        }
        if (await movement.FindAsync(pair.From.Key, pair.To.Key, cancellationToken) is { } document)
        {
            var caller = Caller.Of(request);
            return paging.ToResult(
                [.. document.Items.Where(item => caller.Sees(item.Party))],
                (items, continuation) =>
                    new MovementPage(items, continuation, document.From, document.To, document.Causes, document.Joined, document.Controls)
            );
        }

        var input = MovementInput.Create(pair.From.Key, pair.To.Key);
        var plan = new MovementPlan(input, RunMovement.Groups, pair.To.Day.Periods);
        return await Background.AcceptAsync(client, ExplainMovement.Newest, plan, input.InstanceId, cancellationToken);
    }

    /// <summary>
    /// <c>GET /api/reconciliation/{day}/movement/meters?to=&amp;from=&amp;supplier=&amp;atLeastKwh=</c>: the meters that changed, in kWh alone, since the
    /// residual belongs to no meter; with <c>atLeastKwh</c> those whose day's energy moved by so much in either direction.
    /// </summary>
    [Function(nameof(GetMovedMeters))]
    [Access(AccessLevel.Staff)]
    [Operation("The meters that changed between two closed runs, in kWh.", 400, 404, 410)]
    [Answers(typeof(Page<MovedMeter>))]
    [Query("to", typeof(RunType), "The later run.", IsRequired = true)]
    [Query("from", typeof(RunType), "The earlier run; by default the one that was charged before it.")]
    [Query("supplier", typeof(string), "The meters that were or are this supplier's.")]
    [Query("atLeastKwh", typeof(decimal), "The meters whose energy of the day moved by so much in either direction.")]
    public async Task<IActionResult> GetMovedMeters(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "reconciliation/{day}/movement/meters")] HttpRequest request,
        string day,
        CancellationToken cancellationToken
    )
    {
        var (pair, problem) = await pairs.FindAsync(request, day, cancellationToken);
        if (pair is null || !Paging.TryRead(request, out var paging, out problem) || !paging.TryPlace(out var place, out problem))
        {
            return problem!;
        }
        if (pair.From is null)
        {
            return NothingBefore(pair.To);
        }
        var supplier = request.Query["supplier"].ToString();
        var least = 0m;
        if (
            request.Query["atLeastKwh"].ToString() is { Length: > 0 } text
            && !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out least)
        )
        {
            return Problem.BadRequest($"'atLeastKwh' is '{text}'; it must be a number of kWh that is not negative.");
        }
        return Paging.ToResult(
            await fold.PageAsync(pair.To.Day, pair.From.Cut!, pair.To.Cut!, IsWanted, place, paging.Limit, cancellationToken),
            MovedMeter.FromChanges
        );

        bool IsWanted(ChangedMeter meter) =>
            Math.Abs(meter.To - meter.From) * EnergyUnits.KwhPerWattHour >= least
            && (supplier.Length == 0 || MovedMeter.Values(meter).Any(value => value.Cell.Supplier == supplier));
    }

    private static IActionResult NothingBefore(RunRecord run) =>
        Problem.NotFound($"Before run {run.Run} of {run.Day} no money run was closed; nothing moved.");
}
