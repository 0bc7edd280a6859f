using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Settlement.Functions.Ingestion;
using Settlement.Ledger.Commits;
using Settlement.Runs.Retention;

namespace Settlement.Functions.Operations;

/// <summary>Purges what has been kept long enough: readings, results, rejects, and the history of orchestrations.</summary>
public sealed class ApplyRetention(
    LedgerRetention retention,
    EventHubs hubs,
    IOptions<RetentionOptions> options,
    TimeProvider clock,
    ILogger<ApplyRetention> logger
)
{
    private const int MaxDays = 31;

    /// <summary>Purges once a night.</summary>
    [Function(nameof(ApplyRetention))]
    public async Task RunAsync(
        [TimerTrigger("0 10 4 * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken
    )
    {
        var policy = options.Value.ToPolicy();
        var partitions = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        foreach (var hub in Hubs.All)
        {
            partitions.Add(hub, await hubs.PartitionsAsync(hub, cancellationToken));
        }
        var outcome = await retention.ApplyAsync(policy, partitions, MaxDays, cancellationToken);
        foreach (var day in outcome.Kept)
        {
            logger.DayKept(day.ToString(), policy.ReadingsMonths);
        }

        var before = clock.GetUtcNow().AddDays(-options.Value.HistoryDays);
        var purged = await client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(
                null,
                before,
                [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]
            ),
            cancellationToken
        );
        logger.Purged(outcome.Days.Count, outcome.Results.Count, outcome.Rejects, purged.PurgedInstanceCount);
    }
}
