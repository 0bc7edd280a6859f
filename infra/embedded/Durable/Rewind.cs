using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;
using EventCase = Microsoft.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Functions.Embedded.Durable;

/// <summary>A failed execution and what a rewind does to it.</summary>
/// <param name="Row">The instance as it will be.</param>
/// <param name="Length">How many rows its history has now.</param>
/// <param name="Undone">The numbers of the rows that are taken back.</param>
/// <param name="Note">The row that says so.</param>
internal sealed record RewoundExecution(InstanceRow Row, int Length, IReadOnlyList<int> Undone, HistoryRow Note);

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
        if (row.Status != OrchestrationRuntimeStatus.Failed)
        {
            throw new RewindRefusedException($"The instance '{row.Id}' is {row.Status}; only a failed one is rewound.");
        }

        var history = engine.Store.History(row.Id);
        var undone = Enumerable.Range(0, history.Count).Where(i => !history[i].IsUndone && history[i].Event.IsFailure()).ToList();
        var left = history.Where((h, i) => !h.IsUndone && !undone.Contains(i)).Select(h => h.Event).ToList();
        var rewound = row with { Status = OrchestrationRuntimeStatus.Running, Output = null, Failure = null, Updated = engine.Now };
        Try(rewound, left);
        var note = new HistoryRow(HistoryEvents.Rewound(reason, engine.Now), by);
        _executions.Add(new RewoundExecution(rewound, history.Count, undone, note));
        foreach (
            var failure in undone.Select(i => history[i].Event).Where(e => e.EventTypeCase == EventCase.SubOrchestrationInstanceFailed)
        )
        {
            var id = failure.SubOrchestrationInstanceFailed.TaskScheduledId;
            Child(row, left.Single(e => e.EventTypeCase == EventCase.SubOrchestrationInstanceCreated && e.EventId == id));
        }
    }

    private void Try(InstanceRow row, List<HistoryEvent> history)
    {
        var turn = engine.Orchestrators.Try(row, [HistoryEvents.TurnStarted(engine.Now)], history);
        if (turn.End?.FailureDetails is { } failure)
        {
            throw new RewindRefusedException($"The instance '{row.Id}' cannot be rewound: it would fail again. {failure.ErrorMessage}");
        }
    }

    private void Child(InstanceRow parent, HistoryEvent request)
    {
        var found = engine.Store.Find(request.SubOrchestrationInstanceCreated.InstanceId);
        if (
            found is { Status: OrchestrationRuntimeStatus.Failed } child
            && child.Parent?.Execution == parent.Execution
            && child.Parent.Task == request.EventId
        )
        {
            Plan(child);
        }
        else
        {
            _newChildren.Add(engine.Child(parent, request));
        }
    }
}
