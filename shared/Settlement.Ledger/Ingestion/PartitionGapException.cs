namespace Settlement.Ledger.Ingestion;

/// <summary>Events of a partition are missing between what was taken and what was delivered. Nothing was written; the partition must be read again from the hub.</summary>
public sealed class PartitionGapException(string hub, int partition, long expected, long delivered)
    : Exception($"Partition {partition} of Event Hub '{hub}' was delivered from event {delivered} on, but event {expected} is next. Events {expected} to {delivered - 1} must be read from the hub again before the partition goes on.")
{
    /// <summary>The sequence number that is next.</summary>
    public long Expected { get; } = expected;

    /// <summary>The sequence number that was delivered.</summary>
    public long Delivered { get; } = delivered;
}
