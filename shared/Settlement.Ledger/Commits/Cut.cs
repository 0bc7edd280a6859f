namespace Settlement.Ledger.Commits;

/// <summary>How far one partition had been ingested when a run opened.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Step">Its last head step.</param>
/// <param name="Sequence">The sequence number of the last event of that step; −1 for none.</param>
public sealed record PartitionCut(int Partition, long Step, long Sequence);

/// <summary>What a run is computed from: how far each partition of both Event Hubs had been ingested when it opened.</summary>
/// <param name="Readings">The partitions of Event Hub <c>readings</c>, ascending.</param>
/// <param name="Market">The partitions of Event Hub <c>market</c>, ascending.</param>
public sealed record Cut(IReadOnlyList<PartitionCut> Readings, IReadOnlyList<PartitionCut> Market);
