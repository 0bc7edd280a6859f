#nullable disable
using System.Runtime.CompilerServices;
using Azure.Core;
using Functions.Embedded.Hub;

namespace Azure.Messaging.EventHubs.Consumer;

public class EventHubConsumerClient : IAsyncDisposable
{
    public const string DefaultConsumerGroupName = "$Default";

    public EventHubConsumerClient(
        string consumerGroup,
        string fullyQualifiedNamespace,
        string eventHubName,
        TokenCredential credential,
        EventHubConsumerClientOptions clientOptions = null)
    {
        ConsumerGroup = consumerGroup;
        FullyQualifiedNamespace = fullyQualifiedNamespace;
        EventHubName = eventHubName;
        Identifier = clientOptions?.Identifier ?? Guid.NewGuid().ToString();
    }

    protected EventHubConsumerClient()
    {
    }

    public string ConsumerGroup { get; }

    public string EventHubName { get; }

    public string FullyQualifiedNamespace { get; }

    public string Identifier { get; }

    public bool IsClosed { get; protected set; }

    private HubLog Hub => BrokerRegistry.Hub(FullyQualifiedNamespace, EventHubName, IsClosed);

    public virtual Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(Hub.Properties());

    public virtual Task<string[]> GetPartitionIdsAsync(CancellationToken cancellationToken = default) => Task.FromResult(Hub.PartitionIds());

    public virtual Task<PartitionProperties> GetPartitionPropertiesAsync(string partitionId, CancellationToken cancellationToken = default) =>
        Task.FromResult(Hub.Partition(partitionId).Properties());

    public virtual IAsyncEnumerable<PartitionEvent> ReadEventsFromPartitionAsync(
        string partitionId, EventPosition startingPosition, CancellationToken cancellationToken = default) =>
        ReadEventsFromPartitionAsync(partitionId, startingPosition, null, cancellationToken);

    public virtual async IAsyncEnumerable<PartitionEvent> ReadEventsFromPartitionAsync(
        string partitionId,
        EventPosition startingPosition,
        ReadEventOptions readOptions,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var partition = Hub.Partition(partitionId);
        var context = new BrokerPartitionContext(FullyQualifiedNamespace, EventHubName, ConsumerGroup, partitionId, partition.Last);
        using var reader = partition.ReadFrom(startingPosition);
        while (true)
        {
            if (reader.TryRead(out var data))
            {
                yield return new PartitionEvent(context, data);
                cancellationToken.ThrowIfCancellationRequested();
                continue;
            }

            if (!await reader.WaitAsync(readOptions?.MaximumWaitTime, cancellationToken)) yield return default;
        }
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
