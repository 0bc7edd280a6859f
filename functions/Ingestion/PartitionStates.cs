using Settlement.Ledger.Commits;
using Settlement.Ledger.Ingestion;

namespace Settlement.Functions.Ingestion;

/// <summary>How far a partition has come.</summary>
/// <param name="Hub">The Event Hub.</param>
/// <param name="Partition">The partition.</param>
/// <param name="LastEnqueued">The sequence number of its last event; −1 for none.</param>
/// <param name="Ingested">That of the last event taken into the ledger; −1 for none.</param>
/// <param name="Stop">Where it stands still, or null.</param>
/// <param name="SetAside">The events that operators have set aside.</param>
public sealed record PartitionState(
    string Hub,
    int Partition,
    long LastEnqueued,
    long Ingested,
    PartitionStop? Stop,
    IReadOnlyList<SetAside> SetAside
);

/// <summary>Finds how far the partitions of both Event Hubs have come.</summary>
public sealed class PartitionStates(EventHubs hubs, HeadStore heads, StopStore stops)
{
    /// <summary>The state of every partition, by hub and number.</summary>
    public async Task<IReadOnlyList<PartitionState>> ListAsync(CancellationToken cancellationToken)
    {
        var states = new List<PartitionState>();
        foreach (var position in await hubs.LastEnqueuedAsync(cancellationToken))
        {
            var head = await heads.ReadAsync(position.Id, cancellationToken);
            var stop = await stops.FindAsync(position.Id, cancellationToken);
            var aside = new List<SetAside>();
            await foreach (var each in stops.ReadSetAsideAsync(position.Id, cancellationToken))
            {
                aside.Add(each);
            }
            states.Add(
                new PartitionState(
                    position.Hub,
                    position.Partition,
                    position.LastSequence,
                    head.Sequence,
                    stop?.Sequence > head.Sequence ? stop : null,
                    aside
                )
            );
        }

        return [.. states.OrderBy(state => state.Hub, StringComparer.Ordinal).ThenBy(state => state.Partition)];
    }
}
