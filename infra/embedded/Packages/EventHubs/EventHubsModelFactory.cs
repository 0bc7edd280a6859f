#nullable disable
using Azure.Messaging.EventHubs.Consumer;

namespace Azure.Messaging.EventHubs;

public static class EventHubsModelFactory
{
    public static EventHubProperties EventHubProperties(string name, DateTimeOffset createdOn, string[] partitionIds) =>
        EventHubs.EventHubProperties.Create(name, createdOn, partitionIds);

    public static PartitionProperties PartitionProperties(
        string eventHubName,
        string partitionId,
        bool isEmpty,
        long beginningSequenceNumber,
        long lastSequenceNumber,
        string lastOffsetString,
        DateTimeOffset lastEnqueuedTime) =>
        EventHubs.PartitionProperties.Create(
            eventHubName, partitionId, isEmpty, beginningSequenceNumber, lastSequenceNumber, lastOffsetString, lastEnqueuedTime);

    public static EventData EventData(
        BinaryData eventBody,
        IDictionary<string, object> properties = null,
        IReadOnlyDictionary<string, object> systemProperties = null,
        string partitionKey = null,
        long sequenceNumber = long.MinValue,
        string offsetString = null,
        DateTimeOffset enqueuedTime = default) =>
        new ReceivedEventData(eventBody, properties, systemProperties, sequenceNumber, offsetString, enqueuedTime, partitionKey);

    public static PartitionContext PartitionContext(
        string fullyQualifiedNamespace,
        string eventHubName,
        string consumerGroup,
        string partitionId,
        LastEnqueuedEventProperties lastEnqueuedEventProperties = default) =>
        new BrokerPartitionContext(fullyQualifiedNamespace, eventHubName, consumerGroup, partitionId, () => lastEnqueuedEventProperties);
}
