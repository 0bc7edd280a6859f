using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Settlement.Domain.Timetable;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Runs.Reconciliation;

namespace Settlement.Functions.Reconciliation;

/// <summary>What changes hands between two runs.</summary>
public sealed class GetReconciliation(RunPairs pairs, RunReconciliation reconciliation)
{
    /// <summary><c>GET /api/reconciliation/{day}?to=&amp;from=</c>: difference and interest by party.</summary>
    [Function(nameof(GetReconciliation))]
    [Access(AccessLevel.Reader)]
    [Operation("Difference and interest between two closed runs, by party.", 400, 404)]
    [Answers(typeof(ReconciliationPage))]
    [Query("to", typeof(RunType), "The later run.", IsRequired = true)]
    [Query("from", typeof(RunType), "The earlier run; by default the one that was charged before it.")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "reconciliation/{day}")] HttpRequest request,
        string day,
        CancellationToken cancellationToken
    )
    {
        var (pair, problem) = await pairs.FindAsync(request, day, cancellationToken);
        if (pair is null || !Paging.TryRead(request, out var paging, out problem))
        {
            return problem!;
        }
        var document = await reconciliation.CompareAsync(pair.To, pair.From, cancellationToken);
        var caller = Caller.Of(request);
        return paging.ToResult(
            [.. document.Items.Where(item => caller.Sees(item.Party))],
            (items, continuation) => new ReconciliationPage(items, continuation, document.From, document.To, document.Days)
        );
    }
}
