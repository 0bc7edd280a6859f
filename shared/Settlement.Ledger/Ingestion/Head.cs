namespace Settlement.Ledger.Ingestion;

/// <summary>How far a partition of an Event Hub has been ingested.</summary>
/// <param name="Step">The number of the last head step; 0 before the first.</param>
/// <param name="Sequence">The sequence number of the last event taken; −1 before the first.</param>
/// <param name="ETag">The stored version, or null before the first step.</param>
public sealed record Head(long Step, long Sequence, string? ETag)
{
    /// <summary>The head of a partition that nothing was taken from.</summary>
    public static Head Start => new(0, -1, null);
}

/// <summary>One committed move of a head. The blocks and rejects with its number and attempt exist; all others are orphans.</summary>
/// <param name="From">The sequence number of the first event taken.</param>
/// <param name="To">The sequence number of the last.</param>
/// <param name="Attempt">The writer's mark on what it wrote for this step.</param>
/// <param name="Days">The Settlement Days for which there are blocks.</param>
/// <param name="Events">How many events were taken.</param>
/// <param name="Accepted">How many objects were accepted.</param>
/// <param name="Rejected">How many objects were rejected.</param>
public sealed record HeadStep(long From, long To, string Attempt, IReadOnlyList<int> Days, int Events, int Accepted, int Rejected);
