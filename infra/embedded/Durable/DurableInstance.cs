using System.Text.Json;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Durable;

/// <summary>
/// An unfinished orchestration in memory. Messages to it are taken one episode at a time: the code runs, the episode is committed,
/// and only then do its actions start. A message that nobody committed is made again after a crash, by running its activity again.
/// </summary>
internal sealed class DurableInstance(DurableEngine engine, InstanceRow row, bool isNew) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<InstanceRow> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _timers = new();
    private Queue<Message> _mailbox = new();
    private OrchestrationExecutor? _executor;
    private InstanceRow _row = row;
    private int _historyCount;
    private bool _busy;
    private bool _running;
    private Exception? _broken;

    /// <summary>Something for the orchestration, and who waits until it is on disk.</summary>
    private sealed record Message(HistoryEvent Event, string? Execution, TaskCompletionSource? Committed);

    public string Id => _row.Id;

    public Task<InstanceRow> Finished => _finished.Task;

    /// <summary>Completes when the first episode is on disk.</summary>
    public Task Started => _started.Task;

    /// <summary>Begins to run: from the beginning, or from where history ends.</summary>
    public void Start()
    {
        lock (_lock)
        {
            _running = true;
            if (_busy) return;
            _busy = true;
        }

        _ = Task.Run(RunAsync);
    }

    public void Post(HistoryEvent message, string? execution = null) => Enqueue(new Message(message, execution, null));

    /// <summary>Posts a message and waits until it is on disk.</summary>
    public Task PostAsync(HistoryEvent message, string? execution = null)
    {
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(new Message(message, execution, committed));
        return committed.Task;
    }

    /// <summary>Stops what would still wake it. Its state on disk stays as it is.</summary>
    public void Abandon()
    {
        _timers.Cancel();
        _finished.TrySetCanceled();
        _started.TrySetCanceled();
    }

    public void Dispose() => _timers.Dispose();

    private void Enqueue(Message message)
    {
        lock (_lock)
        {
            if (_broken is not null)
            {
                message.Committed?.TrySetException(_broken);
                return;
            }

            _mailbox.Enqueue(message);
            if (_busy || !_running) return;
            _busy = true;
        }

        _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        var taken = new Queue<Message>();
        try
        {
            if (_executor is null) await LoadAsync();
            while (true)
            {
                lock (_lock)
                {
                    if (_mailbox.Count == 0)
                    {
                        _busy = false;
                        return;
                    }

                    taken = _mailbox;
                    _mailbox = new Queue<Message>();
                }

                await EpisodeAsync(taken);
                foreach (var message in taken) message.Committed?.TrySetResult();
            }
        }
        catch (Exception e)
        {
            // What is in memory may be ahead of the disk now. The instance stands still until the next start reads it again.
            if (!engine.IsStopping) engine.Log.InstanceBroken(e, Id);
            _finished.TrySetException(e);
            _started.TrySetException(e);
            lock (_lock)
            {
                _broken = e;
                foreach (var message in taken.Concat(_mailbox)) message.Committed?.TrySetException(e);
            }
        }
    }

    private async Task LoadAsync()
    {
        _executor = NewExecutor();
        var history = isNew ? [] : engine.Store.History(Id);
        _historyCount = history.Count;
        var begun = history.Exists(e => e.Kind == HistoryKind.Started);
        if (!begun) PostStart();
        if (history.Count == 0) return;
        if (begun) _started.TrySetResult();
        _executor.CustomStatus = _row.CustomStatus;
        Rewind.Resume(_executor, history);
        if (_executor is { ContinuesAsNew: true, Outcome: not null })
        {
            await ContinueAsNewAsync(_executor.Now.Ticks);
            return;
        }

        if (_executor.Outcome is not null)
        {
            await CommitAsync([], [], false);
            return;
        }

        // An answer that came while the instance was suspended is in the history, though the code still waits for it.
        var answered = history.Where(e => e.IsAnswer).Select(e => e.TaskId).ToHashSet();
        foreach (var action in history.Where(e => e.IsAction && _executor.IsWaitingFor(e.TaskId) && !answered.Contains(e.TaskId))) Begin(action, resumed: true);
        if (_executor.NewActions.Count > 0) await CommitAsync([], [.. _executor.NewActions], false);
    }

    private void PostStart()
    {
        var start = new HistoryEvent(HistoryKind.Started, -1, null, null, 0);
        if (_row.StartAt is { } at && at > engine.Now) Arm(start, at);
        else Post(start);
    }

    private OrchestrationExecutor NewExecutor()
    {
        var row = _row;
        var execution = row.Execution;
        return new OrchestrationExecutor(
            executor => engine.StartCode(executor, row),
            engine.Converter,
            () => Post(new HistoryEvent(HistoryKind.EpisodeStarted, -1, null, null, 0), execution));
    }

    private async Task EpisodeAsync(IEnumerable<Message> taken)
    {
        var messages = new List<HistoryEvent>();
        var foreign = false;
        foreach (var message in taken)
        {
            if (message.Execution is not null && message.Execution != _row.Execution) continue;
            if (message.Event.Kind == HistoryKind.EpisodeStarted) foreign = true;
            else messages.Add(message.Event);
        }

        if (_row.IsFinished || (messages.Count == 0 && !foreign)) return;
        var at = Math.Max(engine.Now, _executor!.Now.Ticks);
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].At == 0) messages[i] = messages[i] with { At = at };
        }

        _executor.RunEpisode(at, messages);
        if (foreign) _executor.FailForeign();
        if (_executor is { ContinuesAsNew: true, Outcome: not null }) await ContinueAsNewAsync(at);
        else await CommitAsync([new(HistoryKind.EpisodeStarted, -1, null, null, at), .. messages], [.. _executor.NewActions], reset: false);
    }

    // A new generation takes the place of the old one, history and all; what is still on its way to the old one is let drop.
    private async Task ContinueAsNewAsync(long at)
    {
        var ended = _executor!;
        _row = _row with { Execution = Guid.NewGuid().ToString("n"), Input = ended.ContinueInput };
        _executor = NewExecutor();
        _executor.CustomStatus = ended.CustomStatus;
        var inherited = ended.Inheritance;
        if (inherited.Count > 0) _executor.RunEpisode(at, inherited);
        await CommitAsync(inherited.Count > 0 ? [new(HistoryKind.EpisodeStarted, -1, null, null, at), .. inherited] : [], [], reset: true);
        Post(new HistoryEvent(HistoryKind.Started, -1, null, null, 0));
    }

    private async Task CommitAsync(List<HistoryEvent> events, List<HistoryEvent> actions, bool reset)
    {
        var executor = _executor!;
        executor.NewActions.Clear();
        var outcome = executor.Outcome;
        if (outcome is null) events.AddRange(actions);
        else events.Add(new HistoryEvent(HistoryKind.Completed, -1, outcome.Status.ToString(), null, engine.Now));
        _row = _row with
        {
            Status = outcome?.Status ?? (executor.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running),
            Output = outcome?.Output,
            Failure = outcome?.Failure is { } failure ? FailureJson.Write(failure) : null,
            CustomStatus = executor.CustomStatus,
            Updated = engine.Now,
        };
        var children = outcome is null
            ? actions.Where(a => a.Kind == HistoryKind.ChildScheduled).Select(a => engine.Child(_row, a)).ToList()
            : [];
        var refused = await engine.Store.CommitAsync(_row, reset, reset ? 0 : _historyCount, events, children);
        _historyCount = (reset ? 0 : _historyCount) + events.Count;
        _started.TrySetResult();
        if (outcome is not null)
        {
            Finish(outcome);
            return;
        }

        foreach (var child in children.Where(c => !refused.Contains(c.Id))) engine.Adopt(child);
        foreach (var action in actions) Begin(action, resumed: false, refused);
    }

    private void Begin(HistoryEvent action, bool resumed, List<string>? refused = null)
    {
        switch (action.Kind)
        {
            case HistoryKind.ActivityScheduled:
                engine.RunActivity(this, _row.Execution, action);
                break;
            case HistoryKind.TimerCreated:
                Arm(new HistoryEvent(HistoryKind.TimerFired, action.TaskId, null, null, 0), action.At);
                break;
            case HistoryKind.ChildScheduled:
                var id = JsonSerializer.Deserialize<ChildStart>(action.Payload!)!.Id;
                if (refused?.Contains(id) == true) Post(DurableEngine.ChildInTheWay(action, id), _row.Execution);
                else if (resumed && engine.Store.Find(id) is { IsFinished: true } child) engine.TellParent(child);
                break;
        }
    }

    private void Arm(HistoryEvent message, long at) => _ = ArmAsync(message, at, _row.Execution);

    private async Task ArmAsync(HistoryEvent message, long at, string execution)
    {
        try
        {
            await engine.DelayUntilAsync(at, _timers.Token);
            Post(message, execution);
        }
        catch (OperationCanceledException)
        {
            // The instance has finished or the host stops; the timer is in the history.
        }
    }

    private void Finish(OrchestrationOutcome outcome)
    {
        _timers.Cancel();
        engine.Remove(this);
        if (outcome.Failure is { } failure) engine.Log.InstanceFailed(_row.Name, Id, failure.ErrorMessage);
        engine.TellParent(_row);
        _finished.TrySetResult(_row);
    }
}
