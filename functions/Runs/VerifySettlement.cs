using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Settlement.Domain.Market;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Functions.Operations;
using Settlement.Runs.Records;
using Settlement.Runs.Verification;

namespace Settlement.Functions.Runs;

/// <summary>Recomputes a closed run from every reading and compares.</summary>
public sealed class VerifySettlement(RunStore runs, RunVerification verification, AuditLog audit)
{
    /// <summary><c>POST /api/settlement/{day}/{run}/verify</c>: equal, or the first difference, or 410 when its data are gone; nothing is stored.</summary>
    [Function(nameof(VerifySettlement))]
    [Access(AccessLevel.Operator)]
    [Operation("Recomputes a closed run from every reading and compares; nothing is stored.", 400, 404, 409, 410)]
    [Answers(typeof(VerificationResult))]
    [Query("why", typeof(string), "Why, for the audit log.")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "settlement/{day}/{run}/verify")] HttpRequest request,
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
            return Problem.NotFound($"No run {run} of {settlementDay} was started.");
        }
        if (record.State != RunState.Closed)
        {
            return Problem.Conflict($"Run {run} of {settlementDay} is {record.State.Text()}; only a closed run is verified.");
        }
        await audit.RecordAsync(request, "verify", $"{settlementDay}/{run}", null, cancellationToken);
        return JsonContent.Ok(await verification.VerifyAsync(record, cancellationToken));
    }
}
