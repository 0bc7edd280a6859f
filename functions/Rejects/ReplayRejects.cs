using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Functions.Operations;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Rejects;

namespace Settlement.Functions.Rejects;

/// <summary>What to replay: rejects by id, or all with a reason code; and why.</summary>
internal sealed record ReplayRequest(IReadOnlyList<string>? Ids, string? Reason, string? Why);

/// <summary>How many rejects were sent again.</summary>
internal sealed record ReplayedRejects(int Replayed);

/// <summary>Sends rejected objects again, after the cause is mended.</summary>
public sealed class ReplayRejects(RejectReplay replay, AuditLog audit, ILogger<ReplayRejects> logger)
{
    private const int MaxIds = 1000;

    /// <summary><c>POST /api/rejects/replay</c>: 202 with how many were sent again; one that is accepted leaves the list.</summary>
    [Function(nameof(ReplayRejects))]
    [Access(AccessLevel.Operator)]
    [Operation("Sends rejected objects again; one that is accepted leaves the list.", 400, 404)]
    [Takes(typeof(ReplayRequest))]
    [Answers(typeof(ReplayedRejects), Status = StatusCodes.Status202Accepted)]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "rejects/replay")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var (body, unread) = await Input.ReadBodyAsync<ReplayRequest>(request, cancellationToken);
        if (body is null)
        {
            return unread!;
        }
        var (ids, reason, problem) = await ReadAsync(body, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }
        await audit.RecordAsync(request, "replay", body.Reason ?? string.Join(' ', body.Ids!), body.Why, cancellationToken);
        var sent = ids is null ? await replay.SendAsync(reason, cancellationToken) : await replay.SendAsync(ids, cancellationToken);
        logger.RejectsReplayed(sent);
        return new JsonContent(StatusCodes.Status202Accepted, new ReplayedRejects(sent));
    }

    /// <summary>Reads the ids or the reason of a request.</summary>
    private async Task<(HashSet<RejectId>? Ids, RejectReasons Reason, IActionResult? Problem)> ReadAsync(
        ReplayRequest body,
        CancellationToken cancellationToken
    )
    {
        if ((body.Ids is null) == (body.Reason is null))
        {
            return Refused(Problem.BadRequest("Name either 'ids' or a 'reason'."));
        }
        if (body.Reason is not null)
        {
            return RejectReasonCodes.TryParse(body.Reason, out var reason)
                ? (null, reason, null)
                : Refused(
                    Problem.BadRequest($"'{body.Reason}' is not a reason; the reasons are {string.Join(", ", RejectReasonCodes.All)}.")
                );
        }

        if (body.Ids!.Count > MaxIds)
        {
            return Refused(Problem.BadRequest($"'ids' names {body.Ids.Count} rejects; at most {MaxIds} are sent at once."));
        }
        var ids = new HashSet<RejectId>();
        foreach (var text in body.Ids)
        {
            if (!RejectId.TryParse(text, out var id))
            {
                return Refused(Problem.BadRequest($"'{text}' is not the id of a reject."));
            }
            ids.Add(id);
        }

        var missing = await replay.MissingAsync(ids, cancellationToken);
        return missing.Count == 0
            ? (ids, RejectReasons.None, null)
            : Refused(Problem.NotFound($"No reject is listed as {string.Join(", ", missing.Take(10))}; nothing was sent."));

        static (HashSet<RejectId>?, RejectReasons, IActionResult?) Refused(IActionResult problem) => (null, RejectReasons.None, problem);
    }
}
