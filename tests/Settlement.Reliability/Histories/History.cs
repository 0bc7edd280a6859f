using Settlement.Reliability.Faults;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>Something that a producer sends to a partition.</summary>
/// <param name="Hub">The Event Hub.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Enqueued">When the hub takes it.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Accepted">By place in the array, whether the object must be accepted; null where the body is not JSON, which is one reject.</param>
public sealed record Sending(string Hub, int Partition, DateTimeOffset Enqueued, byte[] Body, IReadOnlyList<bool>? Accepted);

/// <summary>Something that happens to a ledger or around it.</summary>
public abstract record Act;

/// <summary>Producers send, up to a sending.</summary>
/// <param name="UpTo">How many of the history's sendings there are then.</param>
public sealed record Send(int UpTo) : Act;

/// <summary>A consumer is given events of a partition.</summary>
/// <param name="Hub">The Event Hub.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Process">Which of the processes.</param>
/// <param name="Back">How many events at or below the head are delivered again.</param>
/// <param name="Skip">How many events above the head are passed over.</param>
/// <param name="Fresh">How many of the next ones are delivered, as far as there are any.</param>
/// <param name="Way">How they come.</param>
/// <param name="Faults">What comes in between.</param>
public sealed record Delivery(
    string Hub,
    int Partition,
    int Process,
    int Back,
    int Skip,
    int Fresh,
    DeliveryWay Way,
    IReadOnlyList<Fault> Faults
) : Act;

/// <summary>How events come to a consumer.</summary>
/// <param name="Shuffle">A seed by which their order is changed, or null.</param>
/// <param name="CatchUp">They are not delivered: the consumer is told how far the partition goes.</param>
/// <param name="GivesUp">After a failure the trigger moves on; otherwise the delivery is repeated.</param>
/// <param name="Operator">Somebody looks after a partition that stops.</param>
/// <param name="HubFails">How often the hub does not answer when events are read again.</param>
/// <param name="HubGives">After how many events it breaks off then, or null.</param>
/// <param name="Earlier">How many of the last events of earlier epochs are delivered again before them.</param>
public sealed record DeliveryWay(
    int? Shuffle = null,
    bool CatchUp = false,
    bool GivesUp = false,
    bool Operator = true,
    int HubFails = 0,
    int? HubGives = null,
    int Earlier = 0
);

/// <summary>What comes in between of a delivery or a fold.</summary>
/// <param name="Operation">At which storage operation.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Times">At how many operations in a row.</param>
/// <param name="Other">What another consumer is given meanwhile; without it, days are folded.</param>
public sealed record Fault(int Operation, InterruptionKind Kind, int Times = 1, Delivery? Other = null);

/// <summary>Two processes are given events of one partition at the same time, as while a lease moves.</summary>
/// <param name="First">What the one is given.</param>
/// <param name="Second">What the other is given.</param>
/// <param name="Chance">The seed of the order of their operations.</param>
public sealed record Meeting(Delivery First, Delivery Second, int Chance) : Act;

/// <summary>A run takes its cut and folds its days.</summary>
/// <param name="FastGroups">In how many groups the fast way.</param>
/// <param name="SlowGroups">In how many groups the slow way.</param>
/// <param name="Failing">At which storage operation a first try fails, or null.</param>
public sealed record TakeCut(int FastGroups, int SlowGroups, int? Failing) : Act;

/// <summary>The hub's retention takes events of a partition.</summary>
/// <param name="Hub">The Event Hub.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Beyond">How many of them that the ledger has not taken.</param>
public sealed record Expiry(string Hub, int Partition, int Beyond) : Act;

/// <summary>A partition's hub is made anew: it holds nothing, and counts its events from 0 again.</summary>
/// <param name="Hub">The Event Hub.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Restarts">Whether the processes end with it.</param>
public sealed record Recreation(string Hub, int Partition, bool Restarts) : Act;

/// <summary>From now on nothing about a day can be stored; null mends it.</summary>
/// <param name="Day">The day.</param>
public sealed record Curse(DateOnly? Day) : Act;

/// <summary>An operator sends rejects of a partition again.</summary>
/// <param name="Hub">The Event Hub.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Chance">The seed of the choice.</param>
public sealed record ReplayRejects(string Hub, int Partition, int Chance) : Act;

/// <summary>An operator releases values of a partition that wait aside.</summary>
/// <param name="Partition">The partition of Event Hub <c>readings</c>.</param>
/// <param name="Chance">The seed of the choice.</param>
public sealed record ReleaseValues(int Partition, int Chance) : Act;

/// <summary>Small blocks of a partition are merged, or what merges have replaced is swept.</summary>
/// <param name="Partition">The partition of Event Hub <c>readings</c>.</param>
/// <param name="Process">Which of the processes.</param>
/// <param name="Sweeps">Whether it sweeps, later than anybody can still read what was replaced.</param>
/// <param name="Faults">What comes in between.</param>
public sealed record Upkeep(int Partition, int Process, bool Sweeps, IReadOnlyList<Fault> Faults) : Act;

/// <summary>Everything that happens to a ledger, as one seed decides. What the acts leave over is delivered at the end.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Sendings">What producers send, in order.</param>
/// <param name="Partitions">By hub, how many partitions it has when so many sendings are there.</param>
/// <param name="Acts">What happens.</param>
/// <param name="Quarantines">Whether implausible values wait aside.</param>
/// <param name="Hazards">Those that are certain from the start.</param>
public sealed record History(
    long Seed,
    IReadOnlyList<Sending> Sendings,
    IReadOnlyDictionary<string, IReadOnlyList<int>> Partitions,
    IReadOnlyList<Act> Acts,
    bool Quarantines,
    Tally Hazards
);
