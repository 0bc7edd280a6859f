using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Durable;

/// <summary>
/// One execution of an orchestrator's code, kept in memory between events. It takes in messages, lets the code run until it waits
/// again and collects the actions it asked for. Fed with recorded episodes, it checks that the code asks for the recorded actions.
/// </summary>
internal sealed class OrchestrationExecutor
{
    private readonly Dictionary<int, TaskCompletionSource<string?>> _waiting = [];
    private readonly Dictionary<string, Queue<TaskCompletionSource<string?>>> _eventWaiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<HistoryEvent> _whileSuspended = new();
    private readonly List<HistoryEvent> _unclaimedEvents = [];
    private readonly List<HistoryEvent> _tooLate = [];
    private readonly OrchestrationSyncContext _sync;
    private readonly Func<Task<object?>> _start;
    private readonly DataConverter _converter;
    private IReadOnlyDictionary<int, HistoryEvent>? _recorded;
    private Task<object?>? _code;
    private OrchestrationCodeException? _violation;
    private int _nextTask;
    private bool _suspended;

    public OrchestrationExecutor(Func<OrchestrationExecutor, Task<object?>> start, DataConverter converter, Action foreignPost)
    {
        _start = () => start(this);
        _converter = converter;
        _sync = new OrchestrationSyncContext(foreignPost);
    }

    /// <summary>How the execution ended; null while it goes on.</summary>
    public OrchestrationOutcome? Outcome { get; private set; }

    /// <summary>Actions asked for since they were last taken.</summary>
    public List<HistoryEvent> NewActions { get; } = [];

    public DateTime Now { get; private set; } = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);

    public bool IsReplaying => _recorded is not null;

    public bool IsSuspended => _suspended;

    public string? CustomStatus { get; set; }

    public string? ContinueInput { get; private set; }

    public bool ContinuesAsNew { get; private set; }

    /// <summary>What the next generation inherits: events that nobody has waited for, and what came after the code had ended.</summary>
    public IReadOnlyList<HistoryEvent> Inheritance => [.. _unclaimedEvents, .. _tooLate];

    /// <summary>Whether the code still waits for this action.</summary>
    public bool IsWaitingFor(int task) => _waiting.ContainsKey(task);

    /// <summary>Feeds a whole recorded history. Afterwards the execution stands where it stood when its process ended.</summary>
    public void Replay(IReadOnlyList<HistoryEvent> history)
    {
        _recorded = history.Where(e => e.IsAction).ToDictionary(e => e.TaskId);
        for (var i = 0; i < history.Count && Outcome is null;)
        {
            var at = history[i].At;
            var messages = new List<HistoryEvent>();
            for (i++; i < history.Count && history[i].Kind != HistoryKind.EpisodeStarted; i++)
            {
                if (!history[i].IsAction) messages.Add(history[i]);
            }

            RunEpisode(at, messages);
        }

        if (Outcome is { Status: not OrchestrationRuntimeStatus.Failed })
        {
            Violate("the code came to its end where history has it waiting");
        }
        else if (Outcome is null && _recorded.Values.FirstOrDefault(e => e.TaskId >= _nextTask) is { } missing)
        {
            Violate($"history has {missing.Describe()} as action {missing.TaskId}, the code now asks for nothing");
        }

        if (_violation is not null) Fail(_violation);
        _recorded = null;
        NewActions.Clear();
    }

    public void RunEpisode(long at, IReadOnlyList<HistoryEvent> messages)
    {
        Now = new DateTime(at, DateTimeKind.Utc);
        foreach (var message in messages)
        {
            if (Outcome is not null)
            {
                if (message.Kind is HistoryKind.EventRaised or HistoryKind.Terminated or HistoryKind.Suspended or HistoryKind.Resumed)
                {
                    _tooLate.Add(message);
                }

                continue;
            }

            _sync.Run(() => Take(message));
            Settle();
        }

        if (Outcome is null && !_suspended && _waiting.Count == 0 && _eventWaiters.Values.All(q => q.Count == 0) && _code is not null)
        {
            Violate("the orchestrator waits for something that its context did not make, such as Task.Delay, I/O or ConfigureAwait(false)");
            Fail(_violation!);
        }
    }

    /// <summary>Ends the execution because of a continuation from outside; see <see cref="OrchestrationSyncContext"/>.</summary>
    public void FailForeign()
    {
        if (Outcome is not null) return;
        Violate("the orchestrator was continued by something that its context did not make, such as Task.Delay or I/O");
        Fail(_violation!);
    }

    /// <summary>Notes an action of the code and gives the task that its result completes.</summary>
    public (int Id, Task<string?> Result) Ask(HistoryKind kind, string? name, string? payload, long at)
    {
        EnsureInside();
        var action = new HistoryEvent(kind, _nextTask++, name, payload, at);
        if (_recorded is not null)
        {
            _recorded.TryGetValue(action.TaskId, out var before);
            if (before is null || before.Kind != kind || !string.Equals(before.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                Violate($"history has {before?.Describe() ?? "nothing"} as action {action.TaskId}, the code now asks for {action.Describe()}");
                throw _violation!;
            }
        }

        NewActions.Add(action);
        var source = new TaskCompletionSource<string?>();
        _waiting.Add(action.TaskId, source);
        return (action.TaskId, source.Task);
    }

    /// <summary>Lets go of an action whose waiter was cancelled.</summary>
    public void Cancel(int task, CancellationToken cancellation)
    {
        if (_waiting.Remove(task, out var source)) source.TrySetCanceled(cancellation);
    }

    public Task<string?> WaitForEvent(string name, CancellationToken cancellation)
    {
        EnsureInside();
        var early = _unclaimedEvents.FindIndex(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
        if (early >= 0)
        {
            var payload = _unclaimedEvents[early].Payload;
            _unclaimedEvents.RemoveAt(early);
            return Task.FromResult(payload);
        }

        var source = new TaskCompletionSource<string?>();
        if (!_eventWaiters.TryGetValue(name, out var waiters)) _eventWaiters.Add(name, waiters = new Queue<TaskCompletionSource<string?>>());
        waiters.Enqueue(source);
        if (cancellation.CanBeCanceled) cancellation.Register(() => source.TrySetCanceled(cancellation));
        return source.Task;
    }

    public void ContinueAsNew(string? input, bool keepEvents)
    {
        EnsureInside();
        ContinuesAsNew = true;
        ContinueInput = input;
        if (!keepEvents) _unclaimedEvents.Clear();
    }

    public void EnsureInside()
    {
        if (_sync.IsInside) return;
        Violate("the orchestrator used its context from a thread of its own, as after ConfigureAwait(false) or Task.Run");
        throw _violation!;
    }

    private void Take(HistoryEvent message)
    {
        switch (message.Kind)
        {
            case HistoryKind.Terminated:
                Outcome = new OrchestrationOutcome(OrchestrationRuntimeStatus.Terminated, message.Payload, null);
                return;
            case HistoryKind.Suspended:
                _suspended = true;
                return;
            case HistoryKind.Resumed:
                _suspended = false;
                while (!_suspended && Outcome is null && _whileSuspended.TryDequeue(out var held)) Take(held);
                return;
        }

        if (_suspended)
        {
            _whileSuspended.Enqueue(message);
            return;
        }

        switch (message.Kind)
        {
            case HistoryKind.Started:
                _code = _start();
                break;
            case HistoryKind.ActivityCompleted or HistoryKind.ChildCompleted or HistoryKind.TimerFired:
                if (_waiting.Remove(message.TaskId, out var done)) done.TrySetResult(message.Payload);
                break;
            case HistoryKind.ActivityFailed or HistoryKind.ChildFailed:
                if (_waiting.Remove(message.TaskId, out var failed))
                {
                    failed.TrySetException(new TaskFailedException(message.Name ?? "", message.TaskId, FailureJson.Read(message.Payload)));
                }

                break;
            case HistoryKind.EventRaised:
                Raise(message);
                break;
        }
    }

    private void Raise(HistoryEvent message)
    {
        if (_eventWaiters.TryGetValue(message.Name!, out var waiters))
        {
            while (waiters.TryDequeue(out var waiter))
            {
                if (waiter.TrySetResult(message.Payload)) return;
            }
        }

        _unclaimedEvents.Add(message);
    }

    private void Settle()
    {
        if (_violation is not null) Fail(_violation);
        if (Outcome is not null || _code is not { IsCompleted: true }) return;
        if (_code.IsCompletedSuccessfully)
        {
            if (!TrySerialize(_code.Result, out var output)) return;
            Outcome = new OrchestrationOutcome(OrchestrationRuntimeStatus.Completed, output, null);
        }
        else
        {
            ContinuesAsNew = false;
            Fail(_code.Exception?.InnerException ?? new TaskCanceledException(_code));
        }
    }

    private bool TrySerialize(object? result, out string? output)
    {
        output = null;
        try
        {
            output = _converter.Serialize(result);
            return true;
        }
        catch (Exception e) when (e is NotSupportedException or System.Text.Json.JsonException)
        {
            Fail(e);
            return false;
        }
    }

    private void Violate(string what) => _violation ??= new OrchestrationCodeException($"The orchestrator is not deterministic: {what}.");

    private void Fail(Exception e)
    {
        Outcome = new OrchestrationOutcome(OrchestrationRuntimeStatus.Failed, null, TaskFailureDetails.FromException(e));
        ContinuesAsNew = false;
    }
}

/// <summary>How an orchestration ended.</summary>
internal sealed record OrchestrationOutcome(OrchestrationRuntimeStatus Status, string? Output, TaskFailureDetails? Failure);
