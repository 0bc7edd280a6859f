namespace Functions.Embedded.Durable;

/// <summary>
/// What can happen to an orchestration. The numbers are on disk. An episode begins with <see cref="EpisodeStarted"/>, then come the
/// messages it took in, then the actions the code asked for in answer.
/// </summary>
internal enum HistoryKind
{
    EpisodeStarted = 0,
    Started = 1,
    ActivityScheduled = 2,
    ActivityCompleted = 3,
    ActivityFailed = 4,
    TimerCreated = 5,
    TimerFired = 6,
    EventRaised = 7,
    ChildScheduled = 8,
    ChildCompleted = 9,
    ChildFailed = 10,
    Suspended = 11,
    Resumed = 12,
    Terminated = 13,
    Completed = 14,

    /// <summary>The execution was put back to where it waited for what had failed.</summary>
    Rewound = 15,

    /// <summary>What was an <see cref="ActivityFailed"/> before a rewind; it counts no more.</summary>
    UndoneActivityFailure = 16,

    /// <summary>What was a <see cref="ChildFailed"/> before a rewind; it counts no more.</summary>
    UndoneChildFailure = 17,

    /// <summary>What was a <see cref="Completed"/> before a rewind; it counts no more.</summary>
    UndoneEnd = 18,

    /// <summary>Somebody started the instance by hand, anew or again; the payload says which.</summary>
    StartedByHand = 19,
}

/// <summary>One row of an orchestration's history.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="TaskId">The action it belongs to, -1 when to none.</param>
/// <param name="Name">Name of the activity, event or orchestrator.</param>
/// <param name="Payload">Input, result, failure or reason.</param>
/// <param name="At">UTC ticks; for a timer, when it fires.</param>
internal sealed record HistoryEvent(HistoryKind Kind, int TaskId, string? Name, string? Payload, long At)
{
    /// <summary>Who did it, where somebody did.</summary>
    public string? By { get; init; }

    public bool IsAction => Kind is HistoryKind.ActivityScheduled or HistoryKind.TimerCreated or HistoryKind.ChildScheduled;

    public bool IsAnswer => Kind
        is HistoryKind.ActivityCompleted or HistoryKind.ActivityFailed or HistoryKind.TimerFired or HistoryKind.ChildCompleted or HistoryKind.ChildFailed;

    /// <summary>The same as a rewind leaves it.</summary>
    public HistoryEvent Undone => Kind switch
    {
        HistoryKind.ActivityFailed => this with { Kind = HistoryKind.UndoneActivityFailure },
        HistoryKind.ChildFailed => this with { Kind = HistoryKind.UndoneChildFailure },
        HistoryKind.Completed => this with { Kind = HistoryKind.UndoneEnd },
        _ => this,
    };

    /// <summary>How messages about broken determinism call it.</summary>
    public string Describe() => Kind switch
    {
        HistoryKind.ActivityScheduled => $"activity '{Name}'",
        HistoryKind.ChildScheduled => $"sub-orchestrator '{Name}'",
        HistoryKind.TimerCreated => "a timer",
        _ => Kind.ToString(),
    };
}
