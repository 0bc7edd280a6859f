using Settlement.Domain.Market;

namespace Settlement.Ledger.Ingestion;

/// <summary>A partition's hub is not the one that its events were taken from. None of it is taken until an operator opens a new epoch.</summary>
internal sealed class PartitionEpochException(PartitionId partition, PartitionStop stop) : Exception(stop.Error)
{
    /// <summary>The partition.</summary>
    public PartitionId Partition { get; } = partition;

    /// <summary>The epoch that it was in.</summary>
    public int Epoch { get; } = stop.Epoch;

    /// <summary>What a stop says of it.</summary>
    public static string Explain(PartitionId partition, string why) =>
        $"Partition {partition.Number} of Event Hub '{partition.Hub}' is stopped: {why} The hub was recreated, failed over or moved, and counts its events anew. Open a new epoch to take what it holds (POST /api/partitions/{partition}/epoch); where the app reads the wrong hub, connect it to the right one.";
}
