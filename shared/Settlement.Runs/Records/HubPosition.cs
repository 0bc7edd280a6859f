using System.Text.Json.Serialization;
using Settlement.Domain.Market;

namespace Settlement.Runs.Records;

/// <summary>The last event that a partition of an Event Hub has taken.</summary>
/// <param name="Hub">The Event Hub.</param>
/// <param name="Partition">The partition.</param>
/// <param name="LastSequence">The sequence number of its last event; −1 for an empty partition.</param>
public sealed record HubPosition(string Hub, int Partition, long LastSequence)
{
    /// <summary>The partition.</summary>
    [JsonIgnore]
    public PartitionId Id => new(Hub, Partition);
}
