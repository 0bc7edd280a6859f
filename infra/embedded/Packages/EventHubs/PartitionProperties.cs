#nullable disable
namespace Azure.Messaging.EventHubs;

public class PartitionProperties
{
    protected PartitionProperties(
        string eventHubName,
        string partitionId,
        bool isEmpty,
        long beginningSequenceNumber,
        long lastSequenceNumber,
        string lastOffsetString,
        DateTimeOffset lastEnqueuedTime)
    {
        EventHubName = eventHubName;
        Id = partitionId;
        IsEmpty = isEmpty;
        BeginningSequenceNumber = beginningSequenceNumber;
        LastEnqueuedSequenceNumber = lastSequenceNumber;
        LastEnqueuedOffsetString = lastOffsetString;
        LastEnqueuedTime = lastEnqueuedTime;
    }

    public string EventHubName { get; }

    public string Id { get; }

    public bool IsEmpty { get; }

    public long BeginningSequenceNumber { get; }

    public long LastEnqueuedSequenceNumber { get; }

    public string LastEnqueuedOffsetString { get; }

    public DateTimeOffset LastEnqueuedTime { get; }

    internal static PartitionProperties Create(
        string eventHubName, string partitionId, bool isEmpty, long first, long last, string lastOffset, DateTimeOffset lastTime) =>
        new(eventHubName, partitionId, isEmpty, first, last, lastOffset, lastTime);
}
