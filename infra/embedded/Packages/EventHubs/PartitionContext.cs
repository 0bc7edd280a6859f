#nullable disable
namespace Azure.Messaging.EventHubs.Consumer;

public class PartitionContext
{
    protected PartitionContext(string partitionId) => PartitionId = partitionId;

    protected PartitionContext(string fullyQualifiedNamespace, string eventHubName, string consumerGroup, string partitionId)
        : this(partitionId)
    {
        FullyQualifiedNamespace = fullyQualifiedNamespace;
        EventHubName = eventHubName;
        ConsumerGroup = consumerGroup;
    }

    public string FullyQualifiedNamespace { get; }

    public string EventHubName { get; }

    public string ConsumerGroup { get; }

    public string PartitionId { get; }

    public virtual LastEnqueuedEventProperties ReadLastEnqueuedEventProperties() => default;
}

internal sealed class BrokerPartitionContext(
    string fullyQualifiedNamespace, string eventHubName, string consumerGroup, string partitionId, Func<LastEnqueuedEventProperties> last)
    : PartitionContext(fullyQualifiedNamespace, eventHubName, consumerGroup, partitionId)
{
    public override LastEnqueuedEventProperties ReadLastEnqueuedEventProperties() => last();
}

public struct PartitionEvent(PartitionContext partition, EventData data)
{
    public PartitionContext Partition { get; } = partition;

    public EventData Data { get; } = data;
}

public struct LastEnqueuedEventProperties : IEquatable<LastEnqueuedEventProperties>
{
    public LastEnqueuedEventProperties(
        long? lastSequenceNumber, string lastOffsetString, DateTimeOffset? lastEnqueuedTime, DateTimeOffset? lastReceivedTime)
    {
        SequenceNumber = lastSequenceNumber;
        OffsetString = lastOffsetString;
        EnqueuedTime = lastEnqueuedTime;
        LastReceivedTime = lastReceivedTime;
    }

    public long? SequenceNumber { get; }

    public string OffsetString { get; }

    public DateTimeOffset? EnqueuedTime { get; }

    public DateTimeOffset? LastReceivedTime { get; }

    public static bool operator ==(LastEnqueuedEventProperties left, LastEnqueuedEventProperties right) => left.Equals(right);

    public static bool operator !=(LastEnqueuedEventProperties left, LastEnqueuedEventProperties right) => !left.Equals(right);

    public bool Equals(LastEnqueuedEventProperties other) =>
        SequenceNumber == other.SequenceNumber && OffsetString == other.OffsetString
        && EnqueuedTime == other.EnqueuedTime && LastReceivedTime == other.LastReceivedTime;

    public override bool Equals(object obj) => obj is LastEnqueuedEventProperties other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(SequenceNumber, OffsetString, EnqueuedTime);
}
