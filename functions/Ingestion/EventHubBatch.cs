using System.Globalization;
using System.Text.Json;
using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;
using Settlement.Ledger.Messages;

namespace Settlement.Functions.Ingestion;

/// <summary>Takes a trigger's batch apart: the partition it is of, and its events.</summary>
internal static class EventHubBatch
{
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
            e.Properties.TryGetValue(HubEvent.ReplayProperty, out var id) ? id as string : null
        );
}
