using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Ingestion;

namespace Settlement.Functions.Ingestion;

/// <summary>Takes batches of market inputs into the ledger.</summary>
public sealed class IngestMarket(MarketIngest ingest, ILogger<IngestMarket> logger)
{
    /// <summary>Takes one batch of one partition; as with readings, it is tried until it is stored.</summary>
    [Function(nameof(IngestMarket))]
    [ExponentialBackoffRetry(-1, EventHubBatch.ShortestPause, EventHubBatch.LongestPause)]
    public Task RunAsync(
        [EventHubTrigger(Hubs.Market, Connection = EventHubs.Connection)] EventData[] events,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => EventHubBatch.IngestAsync(Hubs.Market, ingest.IngestAsync, events, context, logger, cancellationToken);
}
