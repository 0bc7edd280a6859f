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
}

/// <summary>One row of an orchestration's history.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="TaskId">The action it belongs to, -1 when to none.</param>
/// <param name="Name">Name of the activity, event or orchestrator.</param>
/// <param name="Payload">Input, result, failure or reason.</param>
/// <param name="At">UTC ticks; for a timer, when it fires.</param>
internal sealed record HistoryEvent(HistoryKind Kind, int TaskId, string? Name, string? Payload, long At)
{
    public bool IsAction => Kind is HistoryKind.ActivityScheduled or HistoryKind.TimerCreated or HistoryKind.ChildScheduled;

    /// <summary>How messages about broken determinism call it.</summary>
    public string Describe() => Kind switch
    {
        HistoryKind.ActivityScheduled => $"activity '{Name}'",
        HistoryKind.ChildScheduled => $"sub-orchestrator '{Name}'",
        HistoryKind.TimerCreated => "a timer",
        _ => Kind.ToString(),
    };
}
