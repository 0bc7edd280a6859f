using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>An event of a history, and what must become of its objects.</summary>
/// <param name="Partition">The partition it is in.</param>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="Enqueued">When the hub took it.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Accepted">By place in the array, whether the object must be accepted; null where the body is not JSON, which is one reject.</param>
public sealed record HistoryEvent(int Partition, long Sequence, DateTimeOffset Enqueued, byte[] Body, IReadOnlyList<bool>? Accepted);

/// <summary>A consumer is given events of a partition: from some events before the head on, as a hub does after a lost checkpoint.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Back">How many events at or below the head are delivered again.</param>
/// <param name="Fresh">How many events above the head are delivered, as far as there are any.</param>
/// <param name="Interruption">What comes in between, or null.</param>
public sealed record Delivery(int Partition, int Back, int Fresh, Interruption? Interruption);

/// <summary>What comes in between of a delivery.</summary>
/// <param name="Operation">At which storage operation, from 0.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Other">What another consumer is given meanwhile.</param>
public sealed record Interruption(int Operation, InterruptionKind Kind, Delivery? Other);

/// <summary>Everything that happens to a ledger, as one seed decides.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Events">By partition, its events.</param>
/// <param name="Deliveries">What is delivered, in order; what they leave over is delivered at the end.</param>
/// <param name="Cuts">Before which deliveries a cut is taken.</param>
public sealed record History(int Seed, IReadOnlyList<IReadOnlyList<HistoryEvent>> Events, IReadOnlyList<Delivery> Deliveries, IReadOnlySet<int> Cuts);

/// <summary>The ledger is not what a history makes of it.</summary>
public sealed class HistoryMismatchException(int seed, string what) : Exception($"History {seed}: {what}");
