using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Ingestion;

namespace Settlement.Functions.Ingestion;

/// <summary>Takes what the triggers passed over at the end of a partition, where no later event shows the gap.</summary>
public sealed class CatchUp(LaggingPartitions lagging, ReadingsIngest readings, MarketIngest market, ILogger<CatchUp> logger)
{
    /// <summary>The time between two runs of the timer.</summary>
    private const string Pause = "00:01:00";

    /// <summary>Looks at every partition; one that stands still behind its last event is read from the hub.</summary>
    [Function(nameof(CatchUp))]
    public async Task RunAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var (hub, partition, last) in await lagging.FindAsync(cancellationToken))
        {
            try
            {
                PartitionIngest ingest = hub == Hubs.Market ? market : readings;
                var outcome = await ingest.CatchUpAsync(partition, last, cancellationToken);
                logger.CaughtUp(hub, partition, outcome.Events);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One partition that cannot go on must not hold up the others; it is tried again at the next tick.
                logger.IngestFailed(e, hub, partition, Pause);
            }
        }
    }
}
