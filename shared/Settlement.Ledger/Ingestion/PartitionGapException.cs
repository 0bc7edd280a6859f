using Settlement.Domain.Market;

namespace Settlement.Ledger.Ingestion;

/// <summary>Events of a partition are missing, and the hub did not give them again either. What is missing was not passed over: the partition stops.</summary>
internal sealed class PartitionGapException(PartitionId partition, long expected, long delivered)
    : Exception(
        $"Partition {partition.Number} of Event Hub '{partition.Hub}' is stopped: events {expected} to {delivered - 1} were not delivered and the hub does not give them. If its retention has taken them, set them aside (POST /api/partitions/{partition}/set-aside)."
    )
{
    /// <summary>The sequence number that is next.</summary>
    public long Expected { get; } = expected;

    /// <summary>The sequence number of the first event that there is after the gap.</summary>
    public long Delivered { get; } = delivered;
}
