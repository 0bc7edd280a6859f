using Settlement.Ledger.Live;

namespace Settlement.Ledger.Commits;

/// <summary>How far a partition of an Event Hub has been ingested.</summary>
/// <param name="Step">The number of the last head step; 0 before the first.</param>
/// <param name="Sequence">The sequence number of the last event taken; −1 before the first.</param>
/// <param name="ETag">The stored version, or null before the first step.</param>
public sealed record Head(long Step, long Sequence, string? ETag)
{
    /// <summary>The head of a partition that nothing was taken from.</summary>
    public static Head Start => new(0, -1, null);

    /// <summary>The first step whose rejects were counted as it came; null where earlier code moved the head last, which counts none.</summary>
    internal long? RejectsSince { get; init; }
}

/// <summary>A move of a head that is asked for.</summary>
/// <param name="From">The sequence number of the first event that it moves over.</param>
/// <param name="To">The sequence number of the last.</param>
/// <param name="Attempt">The writer's mark on what it wrote for this step.</param>
/// <param name="Days">The Settlement Days that it brings something for.</param>
/// <param name="Events">How many events are taken; 0 where the hub has lost them and they were set aside.</param>
/// <param name="Accepted">How many objects are accepted.</param>
/// <param name="Rejected">How many objects are rejected.</param>
public sealed record HeadAdvance(
    long From,
    long To,
    string Attempt,
    IReadOnlyList<DayContribution> Days,
    int Events,
    int Accepted,
    int Rejected
)
{
    /// <summary>What it changes in the list of rejects; null for nothing.</summary>
    internal RejectChange? Rejects { get; init; }
}

/// <summary>What a move brings for a Settlement Day.</summary>
/// <param name="Day">The <see cref="Domain.Calendar.SettlementDay.Number"/> of the day.</param>
/// <param name="Live">The sums of its readings; null for market inputs.</param>
public sealed record DayContribution(int Day, LiveTotals? Live = null);

/// <summary>One committed move of a head. What was written with its number and attempt exists; all else is an orphan.</summary>
/// <param name="From">The sequence number of the first event that it moved over.</param>
/// <param name="To">The sequence number of the last.</param>
/// <param name="Attempt">The writer's mark on what it wrote for this step.</param>
/// <param name="Days">The Settlement Days that it brought something for.</param>
/// <param name="Events">How many events were taken; 0 where the hub had lost them and they were set aside.</param>
/// <param name="Accepted">How many objects were accepted.</param>
/// <param name="Rejected">How many objects were rejected.</param>
public sealed record HeadStep(long From, long To, string Attempt, IReadOnlyList<CommittedDay> Days, int Events, int Accepted, int Rejected)
{
    /// <summary>What it brought for a day, or null for nothing.</summary>
    public CommittedDay? FindDay(int day) => Days.FirstOrDefault(each => each.Day == day);
}

/// <summary>What a step brought for a Settlement Day, by its number among all that its partition has brought for that day.</summary>
/// <param name="Day">The <see cref="Domain.Calendar.SettlementDay.Number"/> of the day.</param>
/// <param name="Number">Counted from 1 without a hole, so that a reader notices when one is gone; 0 for a day too far ahead to be counted.</param>
public sealed record CommittedDay(int Day, long Number);
