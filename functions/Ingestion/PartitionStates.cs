using Settlement.Ledger.Ingestion;

namespace Settlement.Functions.Ingestion;

/// <summary>How far a partition has come.</summary>
/// <param name="Hub">The Event Hub.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Epoch">How often its hub has begun to count its events anew and an operator has said so.</param>
/// <param name="LastEnqueued">The sequence number of its last event; −1 for none.</param>
/// <param name="Ingested">That of the last event of the epoch that was taken into the ledger; −1 for none.</param>
/// <param name="Stop">Where it stands still, or null.</param>
/// <param name="SetAside">The events that operators have set aside.</param>
/// <param name="Epochs">The epochs that operators have opened.</param>
public sealed record PartitionState(
    string Hub,
    int Partition,
    int Epoch,
    long LastEnqueued,
    long Ingested,
    PartitionStop? Stop,
    IReadOnlyList<SetAside> SetAside,
    IReadOnlyList<EpochAct> Epochs
);

/// <summary>Finds how far the partitions of both Event Hubs have come.</summary>
public sealed class PartitionStates(EventHubs hubs, HubWatch watch, StopStore stops)
{
    /// <summary>The state of every partition, by hub and number.</summary>
    public async Task<IReadOnlyList<PartitionState>> ListAsync(CancellationToken cancellationToken)
    {
        var states = new List<PartitionState>();
        foreach (var position in await hubs.LastEnqueuedAsync(cancellationToken))
        {
            var (head, _) = await watch.LookAsync(position.Id, reads: false, cancellationToken);
            var stop = await stops.FindAsync(position.Id, head, cancellationToken);
            var (aside, epochs) = (new List<SetAside>(), new List<EpochAct>());
            await foreach (var each in stops.ReadSetAsideAsync(position.Id, cancellationToken))
            {
                aside.Add(each);
            }
            await foreach (var each in stops.ReadEpochsAsync(position.Id, cancellationToken))
            {
                epochs.Add(each);
            }
            states.Add(
                new PartitionState(
                    position.Hub,
                    position.Partition,
                    head.Epoch,
                    position.LastSequence,
                    head.Sequence,
                    stop,
                    aside,
                    [.. epochs.Where(each => each.Epoch <= head.Epoch)]
                )
            );
        }

        return [.. states.OrderBy(state => state.Hub, StringComparer.Ordinal).ThenBy(state => state.Partition)];
    }
}
