using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Domain.Market;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Functions.Ingestion;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Ingestion;
using Settlement.Reference;
using Settlement.Runs.Records;

namespace Settlement.Functions.Operations;

/// <summary>That the app is up.</summary>
internal sealed record LiveState(string State, string Version);

/// <summary>Whether the app can do its work, and what it lacks.</summary>
internal sealed record ReadyState(string State, string Version, IReadOnlyList<string> NotReady);

/// <summary>Whether the app is up, and whether it can do its work.</summary>
public sealed class Health(ReferenceStore references, EventHubs hubs, HeadStore heads, StopStore stops, ILogger<Health> logger)
{
    /// <summary><c>GET /api/health/live</c>.</summary>
    [Function(nameof(GetLive))]
    [Access(AccessLevel.Public)]
    [Operation("That the app is up.")]
    [Answers(typeof(LiveState))]
    public static IActionResult GetLive([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        JsonContent.Ok(new LiveState("live", RunStore.CodeVersion));

    /// <summary><c>GET /api/health/ready</c>: 503 with what is not ready.</summary>
    [Function(nameof(GetReady))]
    [Access(AccessLevel.Public)]
    [Operation("Whether the app can do its work.")]
    [Answers(typeof(ReadyState))]
    [Answers(typeof(ReadyState), Status = StatusCodes.Status503ServiceUnavailable)]
    public async Task<IActionResult> GetReady(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var notReady = new List<string>();
        await TryAsync("storage", async () => await references.CurrentAsync(cancellationToken));
        foreach (var hub in Hubs.All)
        {
            await TryAsync($"event hub {hub}", () => LookAtAsync(hub));
        }
        var state = notReady.Count == 0 ? "ready" : "not-ready";
        return new JsonContent(
            notReady.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            new ReadyState(state, RunStore.CodeVersion, notReady)
        );

        async Task LookAtAsync(string hub)
        {
            foreach (var partition in await hubs.PartitionsAsync(hub, cancellationToken))
            {
                var id = new PartitionId(hub, partition);
                var head = await heads.ReadAsync(id, cancellationToken);
                if (await stops.FindAsync(id, head, cancellationToken) is { Kind: StopKind.Epoch })
                {
                    notReady.Add($"event hub {hub}, partition {partition}: its events are counted anew, and no epoch was opened for them");
                }
            }
        }

        async Task TryAsync(string what, Func<Task> use)
        {
            try
            {
                await use();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.NotReady(e, what);
                notReady.Add(what);
            }
        }
    }
}
