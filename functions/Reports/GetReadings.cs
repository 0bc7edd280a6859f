using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Settlement.Domain.Market;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;

namespace Settlement.Functions.Reports;

/// <summary>The values of a meter, every version.</summary>
public sealed class GetReadings(ReadingHistory history)
{
    /// <summary><c>GET /api/readings/{mpan}/{day}</c>: by period, then in the order of arrival; 410 when retention has taken them.</summary>
    [Function(nameof(GetReadings))]
    [Access(AccessLevel.Reader)]
    [Operation("The values of a meter, every version, with the runs that used it.", 400, 410)]
    [Answers(typeof(Page<ReadingItem>))]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "readings/{mpan}/{day}")] HttpRequest request,
        string mpan,
        string day,
        CancellationToken cancellationToken
    )
    {
        if (!Mpan.TryParse(mpan, out var meter))
        {
            return Problem.BadRequest($"'{mpan}' is not an MPAN: 13 digits with a valid check digit.");
        }
        if (!Input.TryDay(day, out var settlementDay, out var problem) || !Paging.TryRead(request, out var paging, out problem))
        {
            return problem!;
        }
        var caller = Caller.Of(request);
        var versions = await history.FindAsync(meter, settlementDay, cancellationToken);
        return paging.ToResult([.. versions.Where(version => caller.Sees(version.Supplier))]);
    }
}
