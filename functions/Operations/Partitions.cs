using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Functions.Http;
using Settlement.Functions.Ingestion;
using Settlement.Ledger.Ingestion;

namespace Settlement.Functions.Operations;

/// <summary>Which events of a partition to set aside, from the one it is stopped at on.</summary>
internal sealed record SetAsideRequest(long? From, long? To, string? Why);

/// <summary>Shows where the partitions of the Event Hubs stand, and lets one that is stopped go on.</summary>
public sealed class Partitions(PartitionStates states, StopStore stops, AuditLog audit, ILogger<Partitions> logger)
{
    /// <summary><c>GET /api/partitions</c>: by hub and partition, with where each is stopped and what was set aside.</summary>
    [Function(nameof(GetPartitions))]
    public async Task<IActionResult> GetPartitions(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "partitions")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        return Paging.TryRead(request, out var paging, out var problem)
            ? paging.ToResult(await states.ListAsync(cancellationToken))
            : problem!;
    }

    /// <summary>
    /// <c>POST /api/partitions/{hub}/{partition}/set-aside</c>: lets a stopped partition go on without the event it is stopped at,
    /// or without those that are missing. 409 where it is not stopped there.
    /// </summary>
    [Function(nameof(SetEventsAside))]
    public async Task<IActionResult> SetEventsAside(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "partitions/{hub}/{partition}/set-aside")] HttpRequest request,
        string hub,
        string partition,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var (body, problem) = await Input.ReadBodyAsync<SetAsideRequest>(request, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        if (body is not { From: { } from, To: { } to, Why.Length: > 0 } || to < from)
        {
            return Problem.BadRequest("Name the events by their sequence numbers 'from' and 'to', and say 'why'.");
        }
        if (
            (await states.ListAsync(cancellationToken)).FirstOrDefault(each => each.Hub == hub && $"{each.Partition}" == partition)
            is not { } state
        )
        {
            return Problem.NotFound($"Event Hub '{hub}' has no partition {partition}.");
        }
        if (state.Stop is not { } stop)
        {
            return Problem.Conflict($"Partition {partition} of '{hub}' is not stopped.");
        }
        if (from != stop.Sequence || to > state.LastEnqueued)
        {
            return Problem.Conflict(
                $"Partition {partition} of '{hub}' is stopped at event {stop.Sequence} and has events up to {state.LastEnqueued}; set aside from the one to at most the other."
            );
        }
        var by = (await audit.RecordAsync(request, "set-aside", $"{hub}/{partition}/{from}-{to}", body.Why, cancellationToken)).Who;
        logger.EventsSetAside(by, from, to, hub, state.Partition, body.Why);
        return JsonContent.Ok(await stops.SetAsideAsync(new(hub, state.Partition), from, to, by, body.Why, cancellationToken));
    }
}
