using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Functions.Ingestion;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Rejects;

namespace Settlement.Functions.Rejects;

/// <summary>One rejected object.</summary>
internal sealed record RejectItem(
    string Id,
    string Hub,
    Instant Arrived,
    string? Day,
    string? Mpan,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<RejectDetail> Details,
    string Body
)
{
    public static RejectItem From(StoredReject stored)
    {
        var reject = stored.Reject;
        var hub = stored.Id.Partition.Hub;
        return new RejectItem(
            stored.Id.ToString(),
            hub,
            Instant.FromDateTimeOffset(reject.Enqueued),
            reject.Day,
            reject.Mpan,
            reject.Reasons.ToCodes(),
            RejectDetails.Explain(hub == Hubs.Market, reject.Reasons, reject.Body),
            stored.BodyText
        );
    }
}

/// <summary>A page of rejected objects, with counts over all pages.</summary>
internal sealed record RejectItems(
    IEnumerable<RejectItem> Items,
    string? Continuation,
    long Total,
    IReadOnlyDictionary<string, long> ByReason
) : IPage;

/// <summary>The rejected objects with their reasons and bodies.</summary>
public sealed class GetRejects(RejectStore rejects, EventHubs hubs)
{
    /// <summary><c>GET /api/rejects?day=&amp;reason=</c>: by id, with <c>total</c> and <c>byReason</c> over all pages.</summary>
    [Function(nameof(GetRejects))]
    [Access(AccessLevel.Staff)]
    [Operation("The rejected objects with their reasons and bodies, and their number over all pages.", 400)]
    [Answers(typeof(RejectItems))]
    [Query("day", typeof(SettlementDay), "Of this Settlement Day alone.")]
    [Query("reason", typeof(string), "Those with this reason.")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "rejects")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Paging.TryRead(request, out var paging, out var problem) || !TryFilter(request, out var filter, out problem))
        {
            return problem!;
        }
        var partitions = await hubs.AllPartitionsAsync(cancellationToken);
        RejectPlace? after = null;
        if (
            paging.After is { } text
            && (!RejectPlace.TryParse(text, out after) || !await rejects.List.HasPlaceAsync(partitions, after!, cancellationToken))
        )
        {
            return Paging.ForeignContinuation();
        }

        var page = await rejects.List.ReadPageAsync(partitions, filter, after, paging.Limit, cancellationToken);
        return JsonContent.Ok(
            new RejectItems(
                page.Items.Select(RejectItem.From),
                page.Next is { } next ? Paging.Encode(next.ToString()) : null,
                page.Total,
                page.ByReason
            )
        );
    }

    private static bool TryFilter(HttpRequest request, out RejectFilter filter, out IActionResult? problem)
    {
        filter = new RejectFilter();
        problem = null;
        if (request.Query["day"].ToString() is { Length: > 0 } dayText)
        {
            if (!Input.TryDay(dayText, out SettlementDay day, out problem))
            {
                return false;
            }
            filter = filter with { Day = day };
        }
        if (request.Query["reason"].ToString() is { Length: > 0 } code)
        {
            if (!RejectReasonCodes.TryParse(code, out var reason))
            {
                problem = Problem.BadRequest($"'{code}' is not a reason; the reasons are {string.Join(", ", RejectReasonCodes.All)}.");
                return false;
            }
            filter = filter with { Reason = reason };
        }
        return true;
    }
}
