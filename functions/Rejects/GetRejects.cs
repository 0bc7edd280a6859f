using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;
using Settlement.Functions.Http;
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
);

/// <summary>The rejected objects with their reasons and bodies.</summary>
public sealed class GetRejects(RejectStore rejects, EventHubs hubs)
{
    /// <summary><c>GET /api/rejects?day=&amp;reason=</c>: by id, with <c>total</c> and <c>byReason</c> over all pages.</summary>
    [Function(nameof(GetRejects))]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "rejects")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Paging.TryRead(request, out var paging, out var problem))
        {
            return problem!;
        }
        var day = request.Query["day"].ToString();
        if (day.Length > 0 && !Input.TryDay(day, out _, out problem))
        {
            return problem;
        }
        var reason = RejectReasons.None;
        if (request.Query["reason"].ToString() is { Length: > 0 } code && !RejectReasonCodes.TryParse(code, out reason))
        {
            return Problem.BadRequest($"'{code}' is not a reason; the reasons are {string.Join(", ", RejectReasonCodes.All)}.");
        }

        var total = 0;
        var byReason = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var page = new List<RejectItem>();
        string? continuation = null;
        await foreach (var stored in AllAsync(cancellationToken))
        {
            var reject = stored.Reject;
            if ((day.Length > 0 && reject.Day != day) || (reason != RejectReasons.None && (reject.Reasons & reason) == 0))
            {
                continue;
            }
            total++;
            var codes = reject.Reasons.ToCodes();
            foreach (var each in codes)
            {
                byReason[each] = byReason.GetValueOrDefault(each) + 1;
            }
            var id = stored.Id.ToString();
            if (string.CompareOrdinal(id, paging.After) <= 0)
            {
                continue;
            }
            if (page.Count < paging.Limit)
            {
                page.Add(
                    new RejectItem(
                        id,
                        stored.Id.Partition.Hub,
                        Instant.FromDateTimeOffset(reject.Enqueued),
                        reject.Day,
                        reject.Mpan,
                        codes,
                        RejectDetails.Explain(stored.Id.Partition.Hub == Hubs.Market, reject.Reasons, reject.Body),
                        stored.BodyText
                    )
                );
            }
            else
            {
                continuation ??= Paging.Encode(page[^1].Id);
            }
        }

        return JsonContent.Ok(
            new
            {
                items = page,
                continuation,
                total,
                byReason,
            }
        );
    }

    /// <summary>All rejects in the order of their ids: hub, partition, arrival.</summary>
    private async IAsyncEnumerable<StoredReject> AllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var hub in Hubs.All)
        {
            foreach (var partition in await hubs.PartitionsAsync(hub, cancellationToken))
            {
                await foreach (var reject in rejects.ReadAsync(new(hub, partition), cancellationToken))
                {
                    yield return reject;
                }
            }
        }
    }
}
