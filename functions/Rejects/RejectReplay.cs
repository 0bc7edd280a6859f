using Azure.Messaging.EventHubs;
using Settlement.Functions.Ingestion;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Rejects;

namespace Settlement.Functions.Rejects;

/// <summary>
/// Sends rejected objects again as new events, each to the partition it came by. The event names its reject, so that ingestion takes
/// it once however often it is sent, and so that the reject leaves the list in the moment the new verdict enters the ledger.
/// </summary>
public sealed class RejectReplay(RejectStore rejects, EventHubs hubs)
{
    private const int SendBytes = 1024 * 1024;

    /// <summary>Those among some ids that are in no list.</summary>
    public async Task<IReadOnlyList<RejectId>> MissingAsync(IReadOnlyCollection<RejectId> ids, CancellationToken cancellationToken)
    {
        var missing = ids.ToHashSet();
        var partitions = await hubs.AllPartitionsAsync(cancellationToken);
        await foreach (var stored in rejects.FindAsync(ids.Where(id => partitions.Contains(id.Partition)), cancellationToken))
        {
            missing.Remove(stored.Id);
        }
        return [.. missing.OrderBy(id => id.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Sends the rejects with some ids.</summary>
    /// <returns>How many were sent.</returns>
    public Task<int> SendAsync(IReadOnlyCollection<RejectId> ids, CancellationToken cancellationToken) =>
        SendAsync(rejects.FindAsync(ids, cancellationToken), cancellationToken);

    /// <summary>
    /// Sends all rejects with a reason that there are when it begins. What is sent may be rejected again while the list is still being read: it is
    /// not sent in a circle.
    /// </summary>
    /// <returns>How many were sent.</returns>
    public async Task<int> SendAsync(RejectReasons reason, CancellationToken cancellationToken)
    {
        var sent = 0;
        foreach (var partition in await hubs.AllPartitionsAsync(cancellationToken))
        {
            var all = rejects.List.ReadAllAsync(partition, new RejectFilter(Reason: reason), cancellationToken);
            sent += await SendAsync(all, cancellationToken);
        }
        return sent;
    }

    private async Task<int> SendAsync(IAsyncEnumerable<StoredReject> wanted, CancellationToken cancellationToken)
    {
        var (sent, bytes) = (0, 0);
        var waiting = new List<StoredReject>();
        await foreach (var stored in wanted.WithCancellation(cancellationToken))
        {
            if (waiting.Count > 0 && (bytes >= SendBytes || waiting[0].Id.Partition != stored.Id.Partition))
            {
                await SendWaitingAsync();
            }
            waiting.Add(stored);
            bytes += stored.Reject.Body.Length;
        }

        await SendWaitingAsync();
        return sent;

        async Task SendWaitingAsync()
        {
            if (waiting.Count > 0)
            {
                await hubs.SendAsync(waiting[0].Id.Partition, waiting.Select(Event), cancellationToken);
            }
            sent += waiting.Count;
            waiting.Clear();
            bytes = 0;
        }
    }

    private static EventData Event(StoredReject stored) =>
        new(BinaryData.FromBytes(Body(stored.Reject))) { Properties = { [HubEvent.ReplayProperty] = stored.Id.ToString() } };

    /// <summary>The body of the new event: what is no object goes as an element, for alone an array in an array would be read as many.</summary>
    private static ReadOnlyMemory<byte> Body(Reject reject) =>
        (reject.Reasons & (RejectReasons.NotJson | RejectReasons.SetAside)) != 0 || reject.Body.Span.StartsWith("{"u8)
            ? reject.Body
            : (byte[])[(byte)'[', .. reject.Body.Span, (byte)']'];
}
