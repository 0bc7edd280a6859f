using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Settlement.Domain.Calendar;
using Settlement.Domain.Timetable;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Reference;

namespace Settlement.Functions.Runs;

/// <summary>When runs fall due, by the timetable and the bank holidays that are current.</summary>
public sealed class GetCalendar(ReferenceStore references)
{
    /// <summary>The most days that one request may span: three years.</summary>
    public const int MaxDays = 1_096;

    private const int FirstYear = 1990;
    private const int LastYear = 2200;

    /// <summary><c>GET /api/calendar?from=&amp;to=</c>: the runs that fall due from one date to another, both included.</summary>
    [Function(nameof(GetCalendar))]
    [Access(AccessLevel.Reader)]
    [Operation("The runs that fall due from one date to another, both included.", 400)]
    [Answers(typeof(Page<DueRun>))]
    [Query("from", typeof(SettlementDay), "The first date.", IsRequired = true)]
    [Query("to", typeof(SettlementDay), "The last date.", IsRequired = true)]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "calendar")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (
            !Input.TryDay(request.Query["from"].ToString(), out var from, out var problem)
            || !Input.TryDay(request.Query["to"].ToString(), out var to, out problem)
            || !Paging.TryRead(request, out var paging, out problem)
        )
        {
            return problem!;
        }
        if (to < from)
        {
            return Problem.BadRequest($"'to' is {to}, before 'from', {from}.");
        }
        if (from.Date.Year < FirstYear || to.Date.Year > LastYear)
        {
            return Problem.BadRequest($"{from} to {to} is outside the years {FirstYear} to {LastYear}.");
        }
        if (to.Number - from.Number >= MaxDays)
        {
            return Problem.BadRequest($"{from} to {to} is {to.Number - from.Number + 1} days; ask for at most {MaxDays}.");
        }
        return paging.ToResult(RunCalendar.Between(await references.LoadCurrentAsync(cancellationToken), from, to));
    }
}
