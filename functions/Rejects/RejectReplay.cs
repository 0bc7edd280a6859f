using Azure.Messaging.EventHubs;
using Settlement.Domain.Market;
using Settlement.Functions.Ingestion;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Rejects;

namespace Settlement.Functions.Rejects;

/// <summary>
/// Sends rejected objects again as new events, each to the partition it came by. The event names its reject, so that ingestion takes
/// it once however often it is sent, and so that the reject leaves the list in the moment the new verdict enters the ledger.
/// </summary>
public sealed class RejectReplay(RejectStore rejects, HeadStore heads, EventHubs hubs)
{
    private const int SendBytes = 1024 * 1024;

    /// <summary>Those among some ids that are in no list.</summary>
    public async Task<IReadOnlyList<RejectId>> MissingAsync(IReadOnlyCollection<RejectId> ids, CancellationToken cancellationToken)
    {
        var missing = ids.ToHashSet();
        foreach (var partition in ids.Select(id => id.Partition).Distinct())
        {
            await foreach (var stored in rejects.ReadAsync(partition, cancellationToken))
            {
                missing.Remove(stored.Id);
            }
        }

        return [.. missing.OrderBy(id => id.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Sends every reject that is wanted.</summary>
    /// <returns>How many were sent.</returns>
    public async Task<int> SendAsync(Func<StoredReject, bool> wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var sent = 0;
        foreach (var hub in Hubs.All)
        {
            foreach (var partition in await hubs.PartitionsAsync(hub, cancellationToken))
            {
                sent += await SendAsync(new(hub, partition), wanted, cancellationToken);
            }
        }

        return sent;
    }

    private async Task<int> SendAsync(PartitionId partition, Func<StoredReject, bool> wanted, CancellationToken cancellationToken)
    {
        // What is sent here may be rejected again while the list is still being read: it must not be sent in a circle.
        var last = (await heads.ReadAsync(partition, cancellationToken)).Sequence;
        var (sent, bytes) = (0, 0);
        var events = new List<EventData>();
        await foreach (var stored in rejects.ReadAsync(partition, cancellationToken))
        {
            if (stored.Id.Sequence > last)
            {
                break;
            }
            if (!wanted(stored))
            {
                continue;
            }
            events.Add(Event(stored));
            bytes += stored.Reject.Body.Length;
            sent++;
            if (bytes < SendBytes)
            {
                continue;
            }
            await hubs.SendAsync(partition, events, cancellationToken);
            events.Clear();
            bytes = 0;
        }

        if (events.Count > 0)
        {
            await hubs.SendAsync(partition, events, cancellationToken);
        }
        return sent;
    }

    private static EventData Event(StoredReject stored) =>
        new(BinaryData.FromBytes(Body(stored.Reject))) { Properties = { [HubEvent.ReplayProperty] = stored.Id.ToString() } };

    /// <summary>The body of the new event: what is no object goes as an element, for alone an array in an array would be read as many.</summary>
    private static ReadOnlyMemory<byte> Body(Reject reject) =>
        (reject.Reasons & (RejectReasons.NotJson | RejectReasons.SetAside)) != 0 || reject.Body.Span.StartsWith("{"u8)
            ? reject.Body
            : (byte[])[(byte)'[', .. reject.Body.Span, (byte)']'];
}
