using System.Runtime.CompilerServices;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;

namespace Functions.Embedded.Hub.Clients;

/// <summary>The client that reads one of the host's own hubs.</summary>
internal sealed class EmbeddedConsumerClient(HubBroker broker, string space, string hub, string consumerGroup) : EventHubConsumerClient
{
    private HubLog Hub => IsClosed ? throw HubErrors.ClientClosed(hub) : broker.Hub(hub);

    public override Task<EventHubProperties> GetEventHubPropertiesAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(Hub.Properties());

    public override Task<string[]> GetPartitionIdsAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(Hub.PartitionIds());

    public override Task<PartitionProperties> GetPartitionPropertiesAsync(
        string partitionId,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(Hub.Partition(partitionId).Properties());

    public override IAsyncEnumerable<PartitionEvent> ReadEventsFromPartitionAsync(
        string partitionId,
        EventPosition startingPosition,
        CancellationToken cancellationToken = default
    ) => ReadEventsFromPartitionAsync(partitionId, startingPosition, new ReadEventOptions(), cancellationToken);

    public override async IAsyncEnumerable<PartitionEvent> ReadEventsFromPartitionAsync(
        string partitionId,
        EventPosition startingPosition,
        ReadEventOptions readOptions,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var partition = Hub.Partition(partitionId);
        using var reader = partition.ReadFrom(startingPosition);
        while (true)
        {
            if (reader.TryRead(out var data))
            {
                var context = EventHubsModelFactory.PartitionContext(space, hub, consumerGroup, partitionId, partition.Last());
                yield return new PartitionEvent(context, data);
                cancellationToken.ThrowIfCancellationRequested();
                continue;
            }

            if (!await reader.WaitAsync(readOptions?.MaximumWaitTime, cancellationToken))
            {
                yield return default;
            }
        }
    }

    public override Task CloseAsync(CancellationToken cancellationToken = default)
    {
        IsClosed = true;
        return Task.CompletedTask;
    }
}
