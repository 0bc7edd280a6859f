using System.Runtime.CompilerServices;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace Functions.Embedded.Hub.Clients;

/// <summary>The client that sends to one of the host's own hubs.</summary>
internal sealed class EmbeddedProducerClient(HubBroker broker, string hub) : EventHubProducerClient
{
    private readonly ConditionalWeakTable<EventDataBatch, Content> _batches = [];

    private sealed record Content(List<EventData> Events, CreateBatchOptions Options);

    private HubLog Hub => IsClosed ? throw HubErrors.ClientClosed(hub) : broker.Hub(hub);

    public override Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(Hub.Properties());

    public override Task<string[]> GetPartitionIdsAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(Hub.PartitionIds());

    public override Task<PartitionProperties> GetPartitionPropertiesAsync(
        string partitionId,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(Hub.Partition(partitionId).Properties());

    public override ValueTask<EventDataBatch> CreateBatchAsync(CancellationToken cancellationToken = default) =>
        CreateBatchAsync(new CreateBatchOptions(), cancellationToken);

    public override ValueTask<EventDataBatch> CreateBatchAsync(CreateBatchOptions options, CancellationToken cancellationToken = default)
    {
        options ??= new CreateBatchOptions();
        SendTarget.Check(options);
        var limit = options.MaximumSizeInBytes ?? EventSize.Limit;
        if (limit > EventSize.Limit)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"A batch of {limit} bytes is larger than the {EventSize.Limit} bytes that the hub takes."
            );
        }

        var (events, size) = (new List<EventData>(), 0L);
        var batch = EventHubsModelFactory.EventDataBatch(
            limit,
            events,
            options,
            data =>
            {
                var grown = size + EventSize.Measure(data, options.PartitionKey);
                if (grown > limit)
                {
                    return false;
                }

                size = grown;
                return true;
            }
        );
        _batches.Add(batch, new Content(events, options));
        return ValueTask.FromResult(batch);
    }

    /// <exception cref="ArgumentException">The batch was made by another client.</exception>
    public override Task SendAsync(EventDataBatch eventBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(eventBatch);
        return _batches.TryGetValue(eventBatch, out var content)
            ? Hub.SendAsync(content.Events, content.Options, cancellationToken)
            : throw new ArgumentException(
                "The batch was made by another client; send it with the client that made it.",
                nameof(eventBatch)
            );
    }

    public override Task SendAsync(IEnumerable<EventData> eventBatch, CancellationToken cancellationToken = default) =>
        SendAsync(eventBatch, new SendEventOptions(), cancellationToken);

    public override Task SendAsync(
        IEnumerable<EventData> eventBatch,
        SendEventOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(eventBatch);
        SendTarget.Check(options);
        var events = eventBatch as IReadOnlyList<EventData> ?? [.. eventBatch];
        var size = 0L;
        foreach (var data in events)
        {
            size += EventSize.Measure(data, options?.PartitionKey);
        }

        return size <= EventSize.Limit
            ? Hub.SendAsync(events, options, cancellationToken)
            : throw HubErrors.TooLarge(
                hub,
                $"A batch of {size} bytes is larger than the {EventSize.Limit} bytes that the hub takes at once."
            );
    }

    public override Task CloseAsync(CancellationToken cancellationToken = default)
    {
        IsClosed = true;
        return Task.CompletedTask;
    }
}
