using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Merging;

namespace Settlement.Functions.Ingestion;

/// <summary>Makes small blocks into large ones, and takes away what they replace. No figure depends on whether or when it runs.</summary>
public sealed class MergeBlocks(BlockMaintenance upkeep, EventHubs hubs, ILogger<MergeBlocks> logger)
{
    /// <summary>Merges what has come since the last time.</summary>
    [Function(nameof(MergeBlocks))]
    public async Task MergeAsync([TimerTrigger("45 */10 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var partition in await hubs.PartitionsAsync(Hubs.Readings, cancellationToken))
        {
            var outcome = await upkeep.MergeAsync(
                partition,
                (day, e) => logger.UpkeepFailed(e, day.ToString(), partition),
                cancellationToken
            );
            if (outcome.Blocks > 0)
            {
                logger.BlocksMerged(partition, outcome.Blocks, outcome.Into, outcome.Bytes, outcome.BytesInto);
            }
        }
    }

    /// <summary>Sweeps once a night.</summary>
    [Function("SweepBlocks")]
    public async Task SweepAsync([TimerTrigger("0 20 2 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var partition in await hubs.PartitionsAsync(Hubs.Readings, cancellationToken))
        {
            var deleted = await upkeep.SweepAsync(
                partition,
                (day, e) => logger.UpkeepFailed(e, day.ToString(), partition),
                cancellationToken
            );
            if (deleted > 0)
            {
                logger.BlocksSwept(partition, deleted);
            }
        }
    }
}
