using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Runs.Audit;

namespace Settlement.Functions.Operations;

/// <summary>What operators had the platform do.</summary>
public sealed class GetAudit(AuditStore audit, TimeProvider clock)
{
    private const int MaxDays = 1_096;
    private const int FirstYear = 1990;
    private const int LastYear = 2200;

    /// <summary><c>GET /api/audit?from=&amp;to=</c>: by when they were asked for; without dates those of the last 30 days, UTC.</summary>
    [Function(nameof(GetAudit))]
    [Access(AccessLevel.Staff)]
    [Operation("Who had the platform do what, when and why.", 400)]
    [Answers(typeof(Page<AuditEntry>))]
    [Query("from", typeof(SettlementDay), "The first day, UTC; by default 30 days ago.")]
    [Query("to", typeof(SettlementDay), "The last day, UTC; by default today.")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "audit")] HttpRequest request,
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
        if (from.Year < FirstYear || to.Year > LastYear)
        {
            return Problem.BadRequest($"{from:uuuu-MM-dd} to {to:uuuu-MM-dd} is outside the years {FirstYear} to {LastYear}.");
        }
        var days = Period.DaysBetween(from, to) + 1;
        if (days > MaxDays)
        {
            return Problem.BadRequest($"{from:uuuu-MM-dd} to {to:uuuu-MM-dd} is {days} days; ask for at most {MaxDays}.");
        }

        if (paging.After is { } after && !AuditStore.IsMark(after))
        {
            return Problem.BadRequest("'continuation' is not one that a page of this list gave.");
        }

        var page = new List<AuditEntry>();
        string? last = null;
        await foreach (var (mark, entry) in audit.ListAsync(from, to, paging.After, cancellationToken))
        {
            if (page.Count == paging.Limit)
            {
                return JsonContent.Ok(new Page<AuditEntry>(page, Paging.Encode(last!)));
            }
            page.Add(entry);
            last = mark;
        }

        return JsonContent.Ok(new Page<AuditEntry>(page, null));

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
