namespace Settlement.Reliability.Histories;

/// <summary>What a history has that could make a figure wrong. Each is counted when it happened, not when it was meant to.</summary>
public enum Hazard
{
    /// <summary>A body that was sent before is sent again.</summary>
    DuplicateEvent,

    /// <summary>A value comes for a meter and period that have one of a lower revision.</summary>
    HigherRevision,

    /// <summary>… that have one of the same revision.</summary>
    EqualRevision,

    /// <summary>… that have one of a higher revision: the messages were reordered.</summary>
    LowerRevision,

    /// <summary>The winning version moves energy to another supplier.</summary>
    SupplierMoved,

    /// <summary>The winning version turns import into export, or back.</summary>
    FlowMoved,

    /// <summary>A message has some periods of a day only.</summary>
    PartialDay,

    /// <summary>A message has one period.</summary>
    SinglePeriod,

    /// <summary>A message leaves periods out.</summary>
    NullValue,

    /// <summary>A meter and period have values by both clocks.</summary>
    BothClocks,

    /// <summary>A value lies on the day of 46 periods.</summary>
    ShortDay,

    /// <summary>A value lies on the day of 50 periods.</summary>
    LongDay,

    /// <summary>A producer sends a meter to another partition than before.</summary>
    MeterMovedPartition,

    /// <summary>An object is rejected.</summary>
    RejectedObject,

    /// <summary>A body is not JSON.</summary>
    BodyNotJson,

    /// <summary>A market input is replaced by one of a higher revision.</summary>
    MarketHigherRevision,

    /// <summary>… of the same revision, which arrived later.</summary>
    MarketEqualRevision,

    /// <summary>A market input comes after one of a higher revision.</summary>
    MarketLowerRevision,

    /// <summary>A contract is cancelled.</summary>
    ContractCancelled,

    /// <summary>A value comes for a day after a cut over it was taken.</summary>
    LateValue,

    /// <summary>An event is delivered that is in the ledger already.</summary>
    RedeliveredEvent,

    /// <summary>A batch ends before the events that there are.</summary>
    BatchCut,

    /// <summary>A batch is not in the order of its sequence numbers.</summary>
    ShuffledBatch,

    /// <summary>An event is taken after one of another partition that was enqueued later.</summary>
    ReorderedAcrossPartitions,

    /// <summary>A partition gets its events much later than the others.</summary>
    SlowPartition,

    /// <summary>A hub's partition count grows.</summary>
    PartitionAdded,

    /// <summary>The trigger passes events over that were not taken.</summary>
    EventsPassedOver,

    /// <summary>Events are taken because they were read again from the hub.</summary>
    GapReadAgain,

    /// <summary>Events at the end of a partition are taken though nothing after them was delivered.</summary>
    CaughtUp,

    /// <summary>The hub does not answer when events are read again.</summary>
    HubFailed,

    /// <summary>The hub breaks off in the middle when events are read again.</summary>
    HubBrokeOff,

    /// <summary>The hub's retention takes events that were not taken.</summary>
    EventsExpired,

    /// <summary>A hub is made anew and counts its events from 0 again.</summary>
    HubRecreated,

    /// <summary>A partition stops because its hub, made anew, holds fewer events than were taken of the old one.</summary>
    NewHubShorter,

    /// <summary>A partition stops though its hub, made anew, holds as many events as were taken of the old one.</summary>
    NewHubEqual,

    /// <summary>A partition stops though its hub, made anew, holds more events than were taken of the old one.</summary>
    NewHubLonger,

    /// <summary>An operator opens a new epoch of a partition.</summary>
    EpochOpened,

    /// <summary>An event of an earlier epoch is delivered again.</summary>
    EarlierEpochRedelivered,

    /// <summary>The process dies before a storage operation.</summary>
    DiedBefore,

    /// <summary>The process dies after a storage operation of which it has not heard.</summary>
    DiedAfter,

    /// <summary>A storage operation fails without effect.</summary>
    FailedBefore,

    /// <summary>A storage operation takes effect and its reply is lost.</summary>
    FailedAfter,

    /// <summary>The store fails several requests in a row.</summary>
    Throttled,

    /// <summary>A delivery is given up after a failure, and the checkpoint moves on.</summary>
    GivenUp,

    /// <summary>Another consumer does its whole work between two operations.</summary>
    OtherConsumerBetween,

    /// <summary>Two consumers of a partition take turns, operation by operation.</summary>
    ConsumersInterleaved,

    /// <summary>A day is folded between two operations of a consumer.</summary>
    FoldedBetween,

    /// <summary>A fold fails because of the store and is done again.</summary>
    FoldFailed,

    /// <summary>A partition stops at an event that cannot be taken.</summary>
    PartitionStopped,

    /// <summary>An event is set aside and kept as a reject.</summary>
    EventSetAside,

    /// <summary>A reject is sent again.</summary>
    RejectReplayed,

    /// <summary>A reject is sent again that was sent again before.</summary>
    RejectReplayedTwice,

    /// <summary>A value waits aside.</summary>
    ValueQuarantined,

    /// <summary>A value that waited is released.</summary>
    ValueReleased,

    /// <summary>The release of a value is sent again that was sent before.</summary>
    ValueReleasedTwice,

    /// <summary>A value is released after one that wins over it has arrived.</summary>
    ValueReleasedTooLate,

    /// <summary>Blocks are merged into one.</summary>
    BlockMerged,

    /// <summary>A merge or a sweep breaks off in the middle.</summary>
    UpkeepBrokenOff,

    /// <summary>A merge finds that another has taken its place.</summary>
    MergeOvertaken,

    /// <summary>A block that a merge has replaced, or that a crash has left, is swept.</summary>
    BlockSwept,

    /// <summary>Somebody folds or ingests between two operations of a merge or a sweep.</summary>
    UpkeepInterleaved,
}
