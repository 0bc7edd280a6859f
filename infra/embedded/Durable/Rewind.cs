using System.Text.Json;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Durable;

/// <summary>A failed execution and what a rewind does to it.</summary>
/// <param name="Row">The instance as it will be.</param>
/// <param name="Length">How many events its history has now.</param>
/// <param name="Appended">What is added to them.</param>
internal sealed record RewoundExecution(InstanceRow Row, int Length, IReadOnlyList<HistoryEvent> Appended);

/// <summary>
/// The rewind of a failed instance. What failed is taken back, its activities and its sub-orchestrations, and the same execution goes on
/// from there; what succeeded stays. Every rewind is tried on the history first: where the code took another way after a failure (a retry
/// policy, another activity in a catch), the history without the failure is not one that the code can have, and nothing is changed.
/// </summary>
internal sealed class Rewind(DurableEngine engine, string? reason, string? by)
{
    private readonly List<RewoundExecution> _executions = [];
    private readonly List<InstanceRow> _newChildren = [];

    /// <summary>The executions to put back, each before its children.</summary>
    public IReadOnlyList<RewoundExecution> Executions => _executions;

    /// <summary>Children to be made, because those that failed are gone or were ended by force.</summary>
    public IReadOnlyList<InstanceRow> NewChildren => _newChildren;

    /// <summary>Takes an instance and its failed children in.</summary>
    /// <exception cref="RewindRefusedException">The instance or one of the children has not failed, or cannot go on.</exception>
    public void Plan(InstanceRow row)
    {
        if (row.Status != OrchestrationRuntimeStatus.Failed) throw new RewindRefusedException($"The instance '{row.Id}' is {row.Status}; only a failed one is rewound.");
        var history = engine.Store.History(row.Id);
        var appended = Note(history);
        var rewound = row with { Status = OrchestrationRuntimeStatus.Running, Output = null, Failure = null, Updated = engine.Now };
        Try(rewound, [.. history.Select(e => e.Undone), .. appended]);
        _executions.Add(new RewoundExecution(rewound, history.Count, appended));
        foreach (var failure in history.Where(e => e.Kind == HistoryKind.ChildFailed))
        {
            Child(row, history.Single(e => e.Kind == HistoryKind.ChildScheduled && e.TaskId == failure.TaskId));
        }
    }

    /// <summary>Brings code to where a history stands, whether it was rewound or not.</summary>
    /// <remarks>
    /// Actions of the episode in which an execution failed were never begun, so history does not have them. A rewind lets that episode
    /// happen again instead: it is not replayed but run, and may ask for them.
    /// </remarks>
    public static void Resume(OrchestrationExecutor executor, IReadOnlyList<HistoryEvent> history)
    {
        var last = LastEpisode(history);
        var runs = history.Skip(last).Any(e => e.Kind == HistoryKind.Rewound) && !history.Skip(last).Any(e => e.IsAction);
        executor.Replay(runs ? [.. history.Take(last)] : history);
        if (runs && executor.Outcome is null) executor.RunEpisode(history[last].At, [.. history.Skip(last + 1)]);
    }

    private static int LastEpisode(IReadOnlyList<HistoryEvent> history)
    {
        for (var i = history.Count - 1; i > 0; i--)
        {
            if (history[i].Kind == HistoryKind.EpisodeStarted) return i;
        }

        return 0;
    }

    private List<HistoryEvent> Note(List<HistoryEvent> history)
    {
        var note = new HistoryEvent(HistoryKind.Rewound, -1, null, reason, engine.Now) { By = by };
        return history.Skip(LastEpisode(history)).Any(e => e.IsAction)
            ? [new HistoryEvent(HistoryKind.EpisodeStarted, -1, null, null, engine.Now), note]
            : [note];
    }

    private void Try(InstanceRow row, List<HistoryEvent> history)
    {
        var executor = new OrchestrationExecutor(e => engine.StartCode(e, row), engine.Converter, () => { });
        Resume(executor, history);
        if (executor.Outcome?.Failure is { } failure) throw new RewindRefusedException($"The instance '{row.Id}' cannot be rewound: it would fail again. {failure.ErrorMessage}");
    }

    private void Child(InstanceRow parent, HistoryEvent scheduled)
    {
        var id = JsonSerializer.Deserialize<ChildStart>(scheduled.Payload!)!.Id;
        if (engine.Store.Find(id) is { Status: OrchestrationRuntimeStatus.Failed } child && child.Parent?.Execution == parent.Execution && child.Parent.Task == scheduled.TaskId) Plan(child);
        else _newChildren.Add(engine.Child(parent, scheduled));
    }
}
