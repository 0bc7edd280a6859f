using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;
using Settlement.Functions.Http;
using Settlement.Runs.Audit;

namespace Settlement.Functions.Operations;

/// <summary>What operators had the platform do.</summary>
public sealed class GetActs(AuditStore acts, TimeProvider clock)
{
    /// <summary><c>GET /api/acts?from=&amp;to=</c>: by when they were asked for; without dates those of the last 30 days, UTC.</summary>
    [Function(nameof(GetActs))]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "acts")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Paging.TryRead(request, out var paging, out var problem))
        {
            return problem!;
        }
        var today = Instant.FromDateTimeOffset(clock.GetUtcNow()).InUtc().Date;
        if (!TryDate("from", today.PlusDays(-30), out var from) || !TryDate("to", today, out var to))
        {
            return problem!;
        }
        if (to < from)
        {
            return Problem.BadRequest($"'to' is {to:uuuu-MM-dd}, before 'from', {from:uuuu-MM-dd}.");
        }

        var page = new List<AuditEntry>();
        string? last = null;
        await foreach (var (mark, act) in acts.ListAsync(from, to, paging.After, cancellationToken))
        {
            if (page.Count == paging.Limit)
            {
                return JsonContent.Ok(new { items = page, continuation = Paging.Encode(last!) });
            }
            page.Add(act);
            last = mark;
        }

        return JsonContent.Ok(new { items = page, continuation = (string?)null });

        bool TryDate(string name, LocalDate otherwise, out LocalDate date)
        {
            date = otherwise;
            if (request.Query[name].ToString() is not { Length: > 0 } text)
            {
                return true;
            }
            if (!Input.TryDay(text, out var day, out problem))
            {
                return false;
            }
            date = day.Date;
            return true;
        }
    }
}
