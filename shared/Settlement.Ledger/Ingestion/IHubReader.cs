using Settlement.Domain.Market;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Ingestion;

/// <summary>Reads events of an Event Hub again, beside the trigger that delivers them.</summary>
public interface IHubReader
{
    /// <summary>Reads a stretch of a partition in sequence order.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="from">The sequence number of the first event wanted.</param>
    /// <param name="to">That of the last.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>
    /// All events of the stretch that the hub still has: one that is left out is lost to its retention. A reader that cannot tell, because
    /// the hub does not answer or breaks off, throws.
    /// </returns>
    /// <exception cref="IOException">The hub has more of the stretch and does not give it now.</exception>
    IAsyncEnumerable<HubEvent> ReadAsync(PartitionId partition, long from, long to, CancellationToken cancellationToken);

    /// <summary>What a partition holds, or null where it holds nothing.</summary>
    ValueTask<HubRange?> FindRangeAsync(PartitionId partition, CancellationToken cancellationToken);
}

/// <summary>What a partition of a hub holds.</summary>
/// <param name="First">The sequence number of the first event that its retention has left.</param>
/// <param name="Last">That of the last event.</param>
/// <param name="LastEnqueued">When the last event was enqueued.</param>
public readonly record struct HubRange(long First, long Last, DateTimeOffset LastEnqueued);
