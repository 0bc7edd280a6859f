using System.Text.Json.Serialization;
using Settlement.Domain.Market;

namespace Settlement.Ledger.Commits;

/// <summary>How far one partition had been ingested when a run opened.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Step">Its last head step.</param>
/// <param name="Sequence">The sequence number of the last event of that step; −1 for none of its epoch.</param>
/// <param name="Epoch">The partition's epoch at that step; it is not written where it is 0, as before there were epochs.</param>
public sealed record PartitionCut(
    int Partition,
    long Step,
    long Sequence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Epoch = 0
)
{
    /// <summary>The <see cref="EpochPosition"/> of the last event.</summary>
    [JsonIgnore]
    public long Position => EpochPosition.Of(Epoch, Sequence);

    /// <summary>The cut at a partition's head.</summary>
    public static PartitionCut Of(int partition, Head head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return new(partition, head.Step, head.Sequence, head.Epoch);
    }
}

/// <summary>What a run is computed from: how far each partition of both Event Hubs had been ingested when it opened.</summary>
/// <param name="Readings">The partitions of Event Hub <c>readings</c>, ascending.</param>
/// <param name="Market">The partitions of Event Hub <c>market</c>, ascending.</param>
public sealed record Cut(IReadOnlyList<PartitionCut> Readings, IReadOnlyList<PartitionCut> Market);
