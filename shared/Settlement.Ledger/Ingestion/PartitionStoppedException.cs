using Settlement.Domain.Market;

namespace Settlement.Ledger.Ingestion;

/// <summary>
/// One event cannot be taken in, whatever is tried. Everything before it was taken; nothing after it will be until it can be taken or is set aside.
/// </summary>
internal sealed class PartitionStoppedException(PartitionId partition, long sequence, Exception cause)
    : Exception(
        $"Partition {partition.Number} of Event Hub '{partition.Hub}' is stopped at event {sequence}, which cannot be taken in: {cause?.Message} Mend the cause, or set the event aside (POST /api/partitions/{partition}/set-aside).",
        cause
    )
{
    /// <summary>The partition.</summary>
    public PartitionId Partition { get; } = partition;

    /// <summary>The sequence number of the event.</summary>
    public long Sequence { get; } = sequence;
}
