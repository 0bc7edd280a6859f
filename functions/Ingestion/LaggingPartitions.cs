using Settlement.Ledger.Ingestion;

namespace Settlement.Functions.Ingestion;

/// <summary>Finds partitions whose head stands still though there are events beyond it, or whose hub is another than the one they were taken from.</summary>
public sealed class LaggingPartitions(EventHubs hubs, HubWatch watch, LagStore lags)
{
    /// <summary>The partitions with their last event that were behind at the look before this one as well and whose head has not moved since, or that stand still for their hub.</summary>
    public async Task<IReadOnlyList<(string Hub, int Partition, long Last)>> FindAsync(CancellationToken cancellationToken)
    {
        var lagging = new List<(string Hub, int Partition, long Last)>();
        foreach (var position in await hubs.LastEnqueuedAsync(cancellationToken))
        {
            var (head, stop) = await watch.LookAsync(position.Id, reads: false, cancellationToken);
            if (stop is not null || await lags.StandsStillAsync(position.Id, head, position.LastSequence, cancellationToken))
            {
                lagging.Add((position.Hub, position.Partition, position.LastSequence));
            }
        }

        return lagging;
    }
}
