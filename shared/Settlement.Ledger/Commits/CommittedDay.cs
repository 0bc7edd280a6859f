using System.Text.Json.Serialization;
using Settlement.Domain.Market;
using Settlement.Ledger.Live;

namespace Settlement.Ledger.Commits;

/// <summary>How far a partition of an Event Hub has been ingested.</summary>
/// <param name="Step">The number of the last head step; 0 before the first.</param>
/// <param name="Sequence">The sequence number of the last event taken; −1 before the first of the epoch.</param>
/// <param name="ETag">The stored version, or null before the first step.</param>
/// <param name="Epoch">How often the hub has begun to count its events anew and an operator has said so.</param>
/// <param name="Last">The last event taken; null before the first of the epoch, and where an earlier version wrote the head.</param>
/// <param name="Opening">How the epoch was opened; null for epoch 0.</param>
public sealed record Head(long Step, long Sequence, string? ETag, int Epoch = 0, LastTaken? Last = null, EpochOpening? Opening = null)
{
    /// <summary>The <see cref="EpochPosition"/> of the last event taken.</summary>
    public long Position => EpochPosition.Of(Epoch, Sequence);

    /// <summary>The head of a partition that nothing was taken from.</summary>
    public static Head Start => new(0, -1, null);

    /// <summary>The first step whose rejects were counted as it came; null where earlier code moved the head last, which counts none.</summary>
    internal long? RejectsSince { get; init; }

    /// <summary>
    /// Whether an event and all before it are taken. Of an earlier epoch it is known only for the last one what was taken: what its hub had
    /// beyond that went with the hub.
    /// </summary>
    public bool HasReached(int epoch, long sequence) =>
        epoch == Epoch ? Sequence >= sequence : epoch == Epoch - 1 && Opening is { } opening && opening.Ended >= sequence;

    /// <summary>Whether an event that was enqueued at a time is of an earlier epoch.</summary>
    public bool IsOfEarlierEpoch(DateTimeOffset enqueued) => Opening is { } opening && enqueued.UtcTicks < opening.Began;
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

    /// <summary>The last of the events; null where the hub has lost them.</summary>
    public LastTaken? Last { get; init; }

    /// <summary>When the first of the events was enqueued, UTC ticks; 0 where the hub has lost them.</summary>
    public long FirstEnqueued { get; init; }
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
    /// <summary>The epoch of the events; the step that opens one moves over no event, from 0 to −1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Epoch { get; init; }

    /// <summary>The <see cref="EpochPosition"/> of the first event.</summary>
    [JsonIgnore]
    public long FirstPosition => EpochPosition.Of(Epoch, From);

    /// <summary>The <see cref="EpochPosition"/> of the last event; before that of the first in the step that opens an epoch.</summary>
    [JsonIgnore]
    public long LastPosition => EpochPosition.Of(Epoch, To);

    /// <summary>What it brought for a day, or null for nothing.</summary>
    public CommittedDay? FindDay(int day) => Days.FirstOrDefault(each => each.Day == day);
}

/// <summary>What a step brought for a Settlement Day, by its number among all that its partition has brought for that day.</summary>
/// <param name="Day">The <see cref="Domain.Calendar.SettlementDay.Number"/> of the day.</param>
/// <param name="Number">Counted from 1 without a hole, so that a reader notices when one is gone; 0 for a day too far ahead to be counted.</param>
public sealed record CommittedDay(int Day, long Number);
