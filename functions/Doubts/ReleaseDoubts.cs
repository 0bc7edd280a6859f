using Azure.Messaging.EventHubs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Domain.Market;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Functions.Ingestion;
using Settlement.Functions.Operations;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Doubts;
using Settlement.Ledger.Messages;

namespace Settlement.Functions.Doubts;

/// <summary>Which quarantined values to release, and why.</summary>
internal sealed record ReleaseRequest(IReadOnlyList<string>? Ids, string? Why);

/// <summary>How many values were released.</summary>
internal sealed record ReleasedDoubts(int Released);

/// <summary>
/// Releases quarantined values. Each release is an event of the partition that the value came by: it enters the ledger with a head step like everything
/// else, once however often it is sent, and a run has it or has it not by its cut.
/// </summary>
public sealed class ReleaseDoubts(DoubtStore doubts, EventHubs hubs, AuditLog audit, ILogger<ReleaseDoubts> logger)
{
    private const int MaxIds = 1000;

    /// <summary>So many ids are written down whole as one act.</summary>
    private const int IdsAnAct = 20;

    /// <summary><c>POST /api/doubts/release</c>: 202 with how many were released; nothing is where one of them does not wait.</summary>
    [Function(nameof(ReleaseDoubts))]
    [Access(AccessLevel.Operator)]
    [Operation("Releases quarantined values; none where one of them does not wait.", 400, 404, 409)]
    [Takes(typeof(ReleaseRequest))]
    [Answers(typeof(ReleasedDoubts), Status = StatusCodes.Status202Accepted)]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "doubts/release")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var (body, unread) = await Input.ReadBodyAsync<ReleaseRequest>(request, cancellationToken);
        if (body is null)
        {
            return unread!;
        }
        if (body is not { Ids: { Count: > 0 and <= MaxIds } texts, Why.Length: > 0 })
        {
            return Problem.BadRequest($"Name 1 to {MaxIds} quarantined values by their 'ids', and say 'why'.");
        }
        var ids = new HashSet<DoubtId>();
        foreach (var text in texts)
        {
            if (!DoubtId.TryParse(text, out var id))
            {
                return Problem.BadRequest($"'{text}' is not the id of a doubtful value; GET /api/doubts lists them.");
            }
            ids.Add(id);
        }

        foreach (var id in ids)
        {
            switch (await doubts.FindAsync(id, cancellationToken))
            {
                case null:
                    return Problem.NotFound($"No doubtful value is listed as {id}; nothing was released.");
                case { IsWaiting: false, Doubt.IsQuarantined: var wasQuarantined }:
                    return Problem.Conflict(
                        $"{id} {(wasQuarantined ? "was released already" : "counts, and was never set aside")}; nothing was released."
                    );
            }
        }

        foreach (var some in ids.Chunk(IdsAnAct))
        {
            await audit.RecordAsync(request, "release", string.Join(' ', some), body.Why, cancellationToken);
        }
        foreach (var partition in ids.GroupBy(id => id.Partition))
        {
            await hubs.SendAsync(new PartitionId(Hubs.Readings, partition.Key), partition.Select(Event), cancellationToken);
        }
        logger.DoubtsReleased(ids.Count);
        return new JsonContent(StatusCodes.Status202Accepted, new ReleasedDoubts(ids.Count));
    }

    private static EventData Event(DoubtId id) =>
        new(BinaryData.FromString($$"""{"release":"{{id}}"}""")) { Properties = { [HubEvent.ReleaseProperty] = id.ToString() } };
}
