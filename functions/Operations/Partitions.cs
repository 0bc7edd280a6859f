using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Functions.Ingestion;
using Settlement.Ledger.Ingestion;
using Settlement.Storage;

namespace Settlement.Functions.Operations;

/// <summary>Which events of a partition to set aside, from the one it is stopped at on.</summary>
internal sealed record SetAsideRequest(long? From, long? To, string? Why);

/// <summary>Why a partition's hub counts its events anew.</summary>
internal sealed record EpochRequest(string? Why);

/// <summary>Shows where the partitions of the Event Hubs stand, and lets one that is stopped go on.</summary>
public sealed class Partitions(PartitionStates states, StopStore stops, HubWatch watch, AuditLog audit, ILogger<Partitions> logger)
{
    /// <summary><c>GET /api/partitions</c>: by hub and partition, with where each is stopped and what was set aside.</summary>
    [Function(nameof(GetPartitions))]
    [Access(AccessLevel.Staff)]
    [Operation("How far each partition is, and where and why it is stopped.", 400)]
    [Answers(typeof(Page<PartitionState>))]
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
    [Access(AccessLevel.Operator)]
    [Operation("Lets a stopped partition go on without the event it is stopped at, or without those that are missing.", 400, 404, 409)]
    [Takes(typeof(SetAsideRequest))]
    [Answers(typeof(SetAside))]
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
        if (await FindAsync(hub, partition, cancellationToken) is not { } state)
        {
            return Problem.NotFound($"Event Hub '{hub}' has no partition {partition}.");
        }
        if (state.Stop is not { } stop)
        {
            return Problem.Conflict($"Partition {partition} of '{hub}' is not stopped.");
        }
        if (stop.Kind == StopKind.Epoch)
        {
            return Problem.Conflict(
                $"Partition {partition} of '{hub}' is stopped because its hub counts its events anew: nothing can be set aside before a new epoch is opened (POST /api/partitions/{hub}/{partition}/epoch)."
            );
        }
        if (from != stop.Sequence || to > state.LastEnqueued)
        {
            return Problem.Conflict(
                $"Partition {partition} of '{hub}' is stopped at event {stop.Sequence} and has events up to {state.LastEnqueued}; set aside from the one to at most the other."
            );
        }
        var by = (await audit.RecordAsync(request, "set-aside", $"{hub}/{partition}/{from}-{to}", body.Why, cancellationToken)).Who;
        logger.EventsSetAside(by, from, to, hub, state.Partition, body.Why);
        return JsonContent.Ok(await stops.SetAsideAsync(new(hub, state.Partition), state.Epoch, from, to, by, body.Why, cancellationToken));
    }

    /// <summary>
    /// <c>POST /api/partitions/{hub}/{partition}/epoch</c>: takes what the hub holds as a new epoch of the partition, everything of it as new.
    /// 409 where the hub is the one that was taken before.
    /// </summary>
    [Function(nameof(OpenEpoch))]
    [Access(AccessLevel.Operator)]
    [Operation("Takes what the hub holds as a new epoch of the partition.", 400, 404, 409)]
    [Takes(typeof(EpochRequest))]
    [Answers(typeof(EpochAct))]
    public async Task<IActionResult> OpenEpoch(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "partitions/{hub}/{partition}/epoch")] HttpRequest request,
        string hub,
        string partition,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var (body, problem) = await Input.ReadBodyAsync<EpochRequest>(request, cancellationToken);
        if (body is null)
        {
            return problem!;
        }
        if (body is not { Why: { Length: > 0 } why })
        {
            return Problem.BadRequest("Say 'why'.");
        }
        if (await FindAsync(hub, partition, cancellationToken) is not { } state)
        {
            return Problem.NotFound($"Event Hub '{hub}' has no partition {partition}.");
        }

        try
        {
            var (act, refusal) = await watch.OpenEpochAsync(
                new(hub, state.Partition),
                async stop => (await audit.RecordAsync(request, "epoch", $"{hub}/{partition}", why, stop)).Who,
                why,
                cancellationToken
            );
            if (act is null)
            {
                return Problem.Conflict(refusal!);
            }
            logger.EpochOpened(act.By, act.Epoch, hub, state.Partition, act.After, why);
            return JsonContent.Ok(act);
        }
        catch (TableConflictException)
        {
            return Problem.Conflict($"Partition {partition} of '{hub}' has gone on meanwhile; look at it again.");
        }
    }

    private async Task<PartitionState?> FindAsync(string hub, string partition, CancellationToken cancellationToken) =>
        (await states.ListAsync(cancellationToken)).FirstOrDefault(each => each.Hub == hub && $"{each.Partition}" == partition);
}
