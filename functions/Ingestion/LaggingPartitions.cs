using Settlement.Ledger.Commits;
using Settlement.Ledger.Ingestion;

namespace Settlement.Functions.Ingestion;

/// <summary>Finds partitions whose head stands still though there are events beyond it.</summary>
public sealed class LaggingPartitions(EventHubs hubs, HeadStore heads, LagStore lags)
{
    /// <summary>The partitions with their last event that were behind at the look before this one as well and whose head has not moved since.</summary>
    public async Task<IReadOnlyList<(string Hub, int Partition, long Last)>> FindAsync(CancellationToken cancellationToken)
    {
        var lagging = new List<(string Hub, int Partition, long Last)>();
        foreach (var position in await hubs.LastEnqueuedAsync(cancellationToken))
        {
            var head = await heads.ReadAsync(position.Id, cancellationToken);
            if (await lags.StandsStillAsync(position.Id, head.Sequence, position.LastSequence, cancellationToken))
            {
                lagging.Add((position.Hub, position.Partition, position.LastSequence));
            }
        }

        return lagging;
    }
}
