using System.Text.Json.Serialization;
using Settlement.Domain.Market;

namespace Settlement.Runs.Records;

/// <summary>The last event that a partition of an Event Hub has taken.</summary>
/// <param name="Hub">The Event Hub.</param>
/// <param name="Partition">The partition.</param>
/// <param name="LastSequence">The sequence number of its last event; −1 for an empty partition.</param>
/// <param name="Epoch">The epoch that it belongs to: one that is not open yet where the hub is another than the one that was taken.</param>
public sealed record HubPosition(
    string Hub,
    int Partition,
    long LastSequence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Epoch = 0
)
{
    /// <summary>The partition.</summary>
    [JsonIgnore]
    public PartitionId Id => new(Hub, Partition);

    /// <summary>The event's <see cref="EpochPosition"/>.</summary>
    [JsonIgnore]
    public long Position => EpochPosition.Of(Epoch, LastSequence);
}
