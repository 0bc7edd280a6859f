using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>An event of a history, and what must become of its objects.</summary>
/// <param name="Hub">The Event Hub.</param>
/// <param name="Partition">The partition it is in.</param>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="Enqueued">When the hub took it.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Accepted">By place in the array, whether the object must be accepted; null where the body is not JSON, which is one reject.</param>
/// <param name="ReplayOf">The sequence number and place of the reject of its partition that it is sent again for, or null.</param>
public sealed record HistoryEvent(string Hub, int Partition, long Sequence, DateTimeOffset Enqueued, byte[] Body, IReadOnlyList<bool>? Accepted, (long Sequence, int Place)? ReplayOf);

/// <summary>A consumer is given events of a partition: from some events before the head on, as a hub does after a lost checkpoint.</summary>
/// <param name="Hub">The Event Hub.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Back">How many events at or below the head are delivered again.</param>
/// <param name="PassedOver">How many events above the head are not delivered, as after a checkpoint that moved though the function failed.</param>
/// <param name="Fresh">How many events after those are delivered, as far as there are any.</param>
/// <param name="Interruption">What comes in between, or null.</param>
public sealed record Delivery(string Hub, int Partition, int Back, int PassedOver, int Fresh, Interruption? Interruption);

/// <summary>What comes in between of a delivery.</summary>
/// <param name="Operation">At which storage operation, from 0.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Times">How many operations in a row fail.</param>
/// <param name="Other">What another consumer of the partition is given meanwhile.</param>
public sealed record Interruption(int Operation, InterruptionKind Kind, int Times, Delivery? Other);

/// <summary>A day whose data the store refuses, whoever sends it: events with such data cannot be taken.</summary>
/// <param name="Day">The day.</param>
/// <param name="Until">Before which delivery it ends.</param>
/// <param name="SetAside">Whether an operator sets aside what a partition is stopped at; otherwise it waits for the end.</param>
public sealed record Curse(DateOnly Day, int Until, bool SetAside);

/// <summary>Everything that happens to a ledger, as one seed decides.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Events">By hub and partition, its events.</param>
/// <param name="Deliveries">What is delivered, in order; what they leave over is taken at the end.</param>
/// <param name="Cuts">Before which deliveries a cut is taken.</param>
/// <param name="FirstPartitions">How many partitions each hub has at first.</param>
/// <param name="GrowsAt">Before which delivery the hubs have all their partitions.</param>
/// <param name="Curse">A day that cannot be stored, or null.</param>
public sealed record History(
    int Seed, IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<HistoryEvent>>> Events, IReadOnlyList<Delivery> Deliveries, IReadOnlySet<int> Cuts,
    int FirstPartitions, int GrowsAt, Curse? Curse);

/// <summary>The ledger is not what a history makes of it.</summary>
public sealed class HistoryMismatchException(int seed, string what) : Exception($"History {seed}: {what}");
