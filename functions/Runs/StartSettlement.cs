using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Functions.Operations;
using Settlement.Runs.Scheduling;

namespace Settlement.Functions.Runs;

/// <summary>Starts a Settlement Run by hand.</summary>
public sealed class StartSettlement(RunStarter starter, AuditLog audit, TimeProvider clock)
{
    /// <summary><c>POST /api/settlement/{day}/{run}</c>: 202 with the links of the orchestration, 400 for a day
    /// after today, 409 when the run is running or closed.</summary>
    [Function(nameof(StartSettlement))]
    [Access(AccessLevel.Operator)]
    [Operation("Starts a run.", 400, 409)]
    [Answers(typeof(HttpManagementPayload), Status = StatusCodes.Status202Accepted)]
    [Query("why", typeof(string), "Why, for the audit log.")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "settlement/{day}/{run}")] HttpRequest request,
        string day,
        string run,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        if (!Input.TryDayAndRun(day, run, out var settlementDay, out var problem))
        {
            return problem;
        }
        var today = SettlementDay.At(Instant.FromDateTimeOffset(clock.GetUtcNow()));
        if (settlementDay > today)
        {
            return Problem.BadRequest($"{settlementDay} is after today, {today}: a run cannot be started for a day that has not begun.");
        }
        await audit.RecordAsync(request, "start", $"{settlementDay}/{run}", null, cancellationToken);
        var id = await starter.StartAsync(new DurableRunOrchestrations(client), settlementDay, run, cancellationToken);
        var links = client.CreateHttpManagementPayload(id);
        return new JsonContent(StatusCodes.Status202Accepted, links) { Location = links.StatusQueryGetUri };
    }
}
