#nullable disable
namespace Azure.Messaging.EventHubs;

public class EventHubProperties
{
    protected EventHubProperties(string name, DateTimeOffset createdOn, string[] partitionIds)
    {
        Name = name;
        CreatedOn = createdOn;
        PartitionIds = partitionIds;
    }

    public string Name { get; }

    public DateTimeOffset CreatedOn { get; }

    public string[] PartitionIds { get; }

    internal static EventHubProperties Create(string name, DateTimeOffset createdOn, string[] partitionIds) =>
        new(name, createdOn, partitionIds);
}
