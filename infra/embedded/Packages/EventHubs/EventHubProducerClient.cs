#nullable disable
using Azure.Core;
using Functions.Embedded.Hub;

namespace Azure.Messaging.EventHubs.Producer;

public class EventHubProducerClient : IAsyncDisposable
{
    public EventHubProducerClient(
        string fullyQualifiedNamespace,
        string eventHubName,
        TokenCredential credential,
        EventHubProducerClientOptions clientOptions = null)
    {
        FullyQualifiedNamespace = fullyQualifiedNamespace;
        EventHubName = eventHubName;
        Identifier = clientOptions?.Identifier ?? Guid.NewGuid().ToString();
    }

    protected EventHubProducerClient()
    {
    }

    public string FullyQualifiedNamespace { get; }

    public string EventHubName { get; }

    public string Identifier { get; }

    public bool IsClosed { get; protected set; }

    private HubLog Hub => BrokerRegistry.Hub(FullyQualifiedNamespace, EventHubName, IsClosed);

    public virtual Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(Hub.Properties());

    public virtual Task<string[]> GetPartitionIdsAsync(CancellationToken cancellationToken = default) => Task.FromResult(Hub.PartitionIds());

    public virtual Task<PartitionProperties> GetPartitionPropertiesAsync(string partitionId, CancellationToken cancellationToken = default) =>
        Task.FromResult(Hub.Partition(partitionId).Properties());

    public virtual ValueTask<EventDataBatch> CreateBatchAsync(CancellationToken cancellationToken = default) =>
        CreateBatchAsync(null, cancellationToken);

    public virtual ValueTask<EventDataBatch> CreateBatchAsync(CreateBatchOptions options, CancellationToken cancellationToken = default)
    {
        SendTarget.Check(options);
        return ValueTask.FromResult(new EventDataBatch(EventHubName, options));
    }

    public virtual Task SendAsync(EventDataBatch eventBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(eventBatch);
        return Hub.SendAsync(eventBatch.Events, eventBatch.Options, cancellationToken);
    }

    public virtual Task SendAsync(IEnumerable<EventData> eventBatch, CancellationToken cancellationToken = default) =>
        SendAsync(eventBatch, null, cancellationToken);

    public virtual Task SendAsync(IEnumerable<EventData> eventBatch, SendEventOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(eventBatch);
        SendTarget.Check(options);
        var events = eventBatch as IReadOnlyList<EventData> ?? [.. eventBatch];
        var size = 0L;
        foreach (var data in events) size += EventSize.Of(data, options?.PartitionKey);
        if (size > EventSize.Limit)
        {
            throw new EventHubsException(
                EventHubName,
                $"A batch of {size} bytes is larger than the {EventSize.Limit} bytes the hub takes at once.",
                EventHubsException.FailureReason.MessageSizeExceeded);
        }

        return Hub.SendAsync(events, options, cancellationToken);
    }

    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        IsClosed = true;
        return Task.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }
}
