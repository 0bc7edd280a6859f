using System.Globalization;
using System.Text.Json;
using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Messages;

namespace Settlement.Functions.Ingestion;

/// <summary>Ingests a trigger's batch: the partition it is of, and its events.</summary>
internal static class EventHubBatch
{
    /// <summary>The pause before the first retry of a batch; each later one is longer, up to <see cref="LongestPause"/>.</summary>
    public const string ShortestPause = "00:00:01";

    /// <summary>The longest pause before a batch is retried.</summary>
    public const string LongestPause = "00:01:00";

    /// <summary>Ingests a batch and logs what came of it. What fails is thrown, so that the trigger delivers the batch again.</summary>
    public static async Task IngestAsync(
        string hub,
        Func<int, IReadOnlyList<HubEvent>, CancellationToken, ValueTask<IngestOutcome>> ingest,
        EventData[] events,
        FunctionContext context,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var partition = Partition(context);
        try
        {
            var outcome = await ingest(partition, Events(events), cancellationToken);
            logger.Ingested(hub, partition, outcome.Events, outcome.Accepted, outcome.Rejected);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.IngestFailed(e, hub, partition, LongestPause);
            throw;
        }
    }

    /// <summary>The partition, which the isolated worker hands over in the binding data and nowhere else.</summary>
    /// <exception cref="InvalidOperationException">The binding data has no partition.</exception>
    public static int Partition(FunctionContext context)
    {
        if (context.BindingContext.BindingData.TryGetValue("PartitionContext", out var text) && text is not null)
        {
            using var partition = JsonDocument.Parse(text.ToString()!);
            if (partition.RootElement.TryGetProperty("PartitionId", out var id))
            {
                return int.Parse(id.GetString()!, CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException(
            "The trigger's binding data has no 'PartitionContext' with a 'PartitionId': the host is not one that this app knows."
        );
    }

    /// <summary>The events in the order of delivery.</summary>
    public static IReadOnlyList<HubEvent> Events(EventData[] events) => [.. events.Select(Event)];

    /// <summary>One event.</summary>
    public static HubEvent Event(EventData e) =>
        new(
            e.SequenceNumber,
            e.EnqueuedTime,
            e.EventBody.ToMemory(),
            Property(e, HubEvent.ReplayProperty),
            Property(e, HubEvent.ReleaseProperty)
        );

    private static string? Property(EventData e, string name) => e.Properties.TryGetValue(name, out var value) ? value as string : null;
}
