using System.Security.Cryptography;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Storage;

namespace Settlement.Ledger.Ingestion;

/// <summary>What one delivery of events came to.</summary>
/// <param name="Events">How many events were new.</param>
/// <param name="Accepted">How many objects were accepted.</param>
/// <param name="Rejected">How many objects were rejected.</param>
public readonly record struct IngestOutcome(int Events, int Accepted, int Rejected);

/// <summary>
/// Takes events of one partition into the ledger exactly once: events at or below the head are dropped, blocks and rejects are written under
/// a mark of this attempt, and one conditional write moves the head and names them. Whatever dies in between leaves orphans that no run sees.
/// </summary>
public abstract class PartitionIngest(string hub, HeadStore heads)
{
    /// <summary>A head that moves this often under one delivery is fought over by consumers that should not both be there.</summary>
    private const int MaxConflicts = 16;

    /// <summary>Takes a delivery of one partition's events.</summary>
    /// <param name="partition">The partition's number.</param>
    /// <param name="events">The events in sequence order.</param>
    /// <param name="cancellation">Stops before the head moves; the delivery is then repeated by the hub.</param>
    /// <exception cref="PartitionGapException">Events are missing before or within the delivery.</exception>
    public async ValueTask<IngestOutcome> IngestAsync(int partition, IReadOnlyList<HubEvent> events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(events);
        for (var conflicts = 0; ; conflicts++)
        {
            var head = await heads.ReadAsync(hub, partition, cancellation);
            var fresh = Fresh(partition, head, events);
            if (fresh.Count == 0)
                return default;
            try
            {
                var step = await WriteAsync(partition, head.Step + 1, NewAttempt(), fresh, cancellation);
                await heads.AdvanceAsync(hub, partition, head, step, cancellation);
                return new IngestOutcome(step.Events, step.Accepted, step.Rejected);
            }
            catch (TableConflictException) when (conflicts < MaxConflicts)
            {
                // Another consumer moved the head first: what it took is dropped here at the next look.
            }
        }
    }

    /// <summary>Writes blocks and rejects of a step that is not yet committed.</summary>
    protected abstract ValueTask<HeadStep> WriteAsync(int partition, long step, string attempt, IReadOnlyList<HubEvent> events, CancellationToken cancellation);

    private List<HubEvent> Fresh(int partition, Head head, IReadOnlyList<HubEvent> events)
    {
        var fresh = new List<HubEvent>(events.Count);
        var next = head.Sequence + 1;
        foreach (var e in events)
        {
            if (e.Sequence < next)
                continue;
            if (e.Sequence > next)
                throw new PartitionGapException(hub, partition, next, e.Sequence);
            fresh.Add(e);
            next++;
        }

        return fresh;
    }

    private static string NewAttempt() => RandomNumberGenerator.GetHexString(12, lowercase: true);
}
