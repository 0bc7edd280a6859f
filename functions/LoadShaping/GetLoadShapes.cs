using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Runs.Results;

namespace Settlement.Functions.LoadShaping;

/// <summary>The load shapes of a day.</summary>
public sealed class GetLoadShapes(LoadShapeReport report)
{
    /// <summary>
    /// <c>GET /api/load-shapes/{day}</c>: mean actual kWh by category and period, with counts and what stands in where there are too few; the
    /// sums over the day, seven days and a year, null where a day is missing.
    /// </summary>
    [Function(nameof(GetLoadShapes))]
    [Access(AccessLevel.Reader)]
    [Operation("Mean actual kWh by category and period, from the best closed run of a day.", 400, 404)]
    [Answers(typeof(LoadShapePage))]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "load-shapes/{day}")] HttpRequest request,
        string day,
        CancellationToken cancellationToken
    )
    {
        if (!Input.TryDay(day, out var settlementDay, out var problem) || !Paging.TryRead(request, out var paging, out problem))
        {
            return problem!;
        }
        return await report.FindAsync(settlementDay, cancellationToken) is var (run, shapes)
            ? paging.ToResult(
                [.. shapes.Select(LoadShapeItem.FromReport)],
                (items, continuation) => new LoadShapePage(settlementDay, run, items, continuation)
            )
            : Problem.NotFound($"No run of {settlementDay} has closed, so it has no load shapes.");
    }
}
