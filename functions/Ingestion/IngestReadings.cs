using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Ingestion;

namespace Settlement.Functions.Ingestion;

/// <summary>Takes batches of meter readings into the ledger.</summary>
public sealed class IngestReadings(ReadingsIngest ingest, ILogger<IngestReadings> logger)
{
    /// <summary>
    /// Takes one batch of one partition. It is tried until it is stored: the trigger would move its checkpoint on after a failure,
    /// so a batch that cannot be stored stops its partition here and is not skipped.
    /// </summary>
    [Function(nameof(IngestReadings))]
    [ExponentialBackoffRetry(-1, EventHubBatch.ShortestPause, EventHubBatch.LongestPause)]
    public Task RunAsync(
        [EventHubTrigger(Hubs.Readings, Connection = EventHubs.Connection)] EventData[] events,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => EventHubBatch.IngestAsync(Hubs.Readings, ingest.IngestAsync, events, context, logger, cancellationToken);
}
