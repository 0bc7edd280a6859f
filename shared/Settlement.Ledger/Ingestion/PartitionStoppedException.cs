namespace Settlement.Ledger.Ingestion;

/// <summary>
/// One event cannot be taken in, whatever is tried. Everything before it was taken; nothing after it will be until it can be taken or is set aside.
/// </summary>
public sealed class PartitionStoppedException(string hub, int partition, long sequence, Exception cause)
    : Exception($"Partition {partition} of Event Hub '{hub}' is stopped at event {sequence}, which cannot be taken in: {cause?.Message} Mend the cause, or set the event aside (POST /api/partitions/{hub}/{partition}/set-aside).", cause)
{
    /// <summary>The Event Hub.</summary>
    public string Hub { get; } = hub;

    /// <summary>The partition.</summary>
    public int Partition { get; } = partition;

    /// <summary>The sequence number of the event.</summary>
    public long Sequence { get; } = sequence;
}
