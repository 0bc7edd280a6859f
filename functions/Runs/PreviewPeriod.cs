using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Settlement.Domain.Calendar;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Functions.Ingestion;
using Settlement.Functions.Operations;
using Settlement.Runs.Computation;
using Settlement.Runs.Results;

namespace Settlement.Functions.Runs;

/// <summary>Settles a period without a run.</summary>
public sealed class PreviewPeriod(PeriodPreview dry, EventHubs hubs, AuditLog audit)
{
    /// <summary>
    /// <c>POST /api/settlement/{day}/{run}/periods/{period}/dry</c>: the period as it would be settled now, on all that is ingested and the current
    /// reference data; nothing is stored, and what it lacks is in <c>missing</c>.
    /// </summary>
    [Function(nameof(PreviewPeriod))]
    [Access(AccessLevel.Operator)]
    [Operation("The period as it would be settled now; nothing is stored.", 400, 404)]
    [Answers(typeof(PeriodDocument))]
    [Query("why", typeof(string), "Why, for the audit log.")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "settlement/{day}/{run}/periods/{period}/dry")] HttpRequest request,
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
        if (number < 1 || number > settlementDay.Periods)
        {
            return Problem.NotFound($"Settlement Day {settlementDay} has periods 1 to {settlementDay.Periods}, not {number}.");
        }
        await audit.RecordAsync(request, "settle dry", $"{settlementDay}/{run}/{number}", null, cancellationToken);
        return JsonContent.Ok(
            await dry.SettleAsync(
                run,
                new SettlementPeriod(settlementDay, number),
                await hubs.IngestedAsync(cancellationToken),
                cancellationToken
            )
        );
    }
}
