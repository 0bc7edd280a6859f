using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;
using EventCase = Microsoft.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;

namespace Functions.Embedded.Durable;

/// <summary>
/// An unfinished orchestration in memory. Messages to it are taken in one turn at a time: the orchestrator runs, the turn is committed,
/// and only then do its actions begin. A message that was not committed is made again after a crash, by running its activity again.
/// </summary>
internal sealed class DurableInstance(DurableEngine engine, InstanceRow row, bool isNew) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<InstanceRow> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _timers = new();
    private readonly List<Message> _beforeStart = [];
    private readonly HashSet<long> _heldSeen = [];
    private Queue<Message> _mailbox = new();
    private OrchestratorSession? _session;
    private InstanceRow _row = row;
    private int _historyCount;
    private long _lastTurn;
    private bool _isLoaded;
    private bool _hasBegun;
    private bool _isSuspended;
    private bool _busy;
    private bool _running;
    private Exception? _broken;

    /// <summary>Something for the orchestration.</summary>
    /// <param name="Row">The event; null asks for a turn without one.</param>
    /// <param name="Execution">The execution it is for; null for whichever there is.</param>
    /// <param name="Held">Its number, where it is on disk already.</param>
    /// <param name="Committed">Who waits until it is on disk.</param>
    private sealed record Message(HistoryRow? Row, string? Execution = null, long? Held = null, TaskCompletionSource? Committed = null);

    public string Id => _row.Id;

    public Task<InstanceRow> Finished => _finished.Task;

    /// <summary>Completes when the first turn is on disk.</summary>
    public Task Started => _started.Task;

    /// <summary>Begins to run: from the beginning, or from where history ends.</summary>
    public void Start()
    {
        lock (_lock)
        {
            _running = true;
            if (_busy)
            {
                return;
            }

            _busy = true;
        }

        _ = Task.Run(RunAsync);
    }

    public void Post(HistoryEvent message, string? execution = null) => Enqueue(new Message(new HistoryRow(message), execution));

    public void Post(HeldMessage held) => Enqueue(new Message(held.Message, Held: held.Number));

    /// <summary>Posts a message and waits until it is on disk.</summary>
    public Task PostAsync(HistoryRow message, string? execution = null)
    {
        var committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(new Message(message, execution, Committed: committed));
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
            if (_busy || !_running)
            {
                return;
            }

            _busy = true;
        }

        _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        var taken = new Queue<Message>();
        try
        {
            if (!_isLoaded)
            {
                Load();
            }

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

                await TakeAsync(taken);
                foreach (var message in taken)
                {
                    message.Committed?.TrySetResult();
                }
            }
        }
        catch (Exception e)
        {
            // What is in memory may be ahead of the disk now. The instance stands still until the next start reads it again.
            if (!engine.IsStopping)
            {
                engine.Log.InstanceBroken(e, Id);
            }

            _finished.TrySetException(e);
            _started.TrySetException(e);
            lock (_lock)
            {
                _broken = e;
                foreach (var message in taken.Concat(_mailbox))
                {
                    message.Committed?.TrySetException(e);
                }
            }
        }
    }

    private void Load()
    {
        _isLoaded = true;
        List<HistoryRow> history = isNew ? [] : engine.Store.History(Id);
        _historyCount = history.Count;
        _hasBegun = history.Exists(h => h.Event.EventTypeCase == EventCase.ExecutionStarted);
        foreach (var held in engine.Store.Held(Id))
        {
            Post(held);
        }

        if (!_hasBegun)
        {
            PostStart();
            return;
        }

        _started.TrySetResult();
        var seen = history.Where(h => !h.IsUndone).Select(h => h.Event).ToList();
        _lastTurn = seen.Where(e => e.EventTypeCase == EventCase.OrchestratorStarted)
            .Select(e => e.Timestamp.Ticks())
            .DefaultIfEmpty()
            .Max();
        _isSuspended = seen.FindLast(IsSuspension)?.EventTypeCase == EventCase.ExecutionSuspended;
        var answered = seen.Select(e => e.AnsweredRequest()).OfType<int>().ToHashSet();
        foreach (var request in seen.Where(e => e.IsRequest() && !answered.Contains(e.EventId)))
        {
            Begin(request, resumed: true);
        }

        // Brings the code to where its history ends, so that one that no longer fits its history is known at once, and a rewound one goes on.
        Enqueue(new Message(null, _row.Execution));
    }

    private void PostStart()
    {
        var start = HistoryEvents.ExecutionStarted(_row);
        if (_row.StartAt is { } at && at > engine.Now)
        {
            Arm(start, at);
        }
        else
        {
            Post(start);
        }
    }

    private async Task TakeAsync(IEnumerable<Message> taken)
    {
        // A held message may be here twice: as delivered, and as read when the instance was loaded.
        var messages = taken
            .Where(m => m.Execution is null || m.Execution == _row.Execution)
            .Where(m => m.Held is not { } number || _heldSeen.Add(number))
            .ToList();
        if (_row.IsFinished || messages.Count == 0)
        {
            return;
        }

        if (!_hasBegun)
        {
            var start = messages.Find(m => m.Row?.Event.EventTypeCase == EventCase.ExecutionStarted);
            if (start is null)
            {
                await HoldUntilStartAsync(messages);
                return;
            }

            messages.Remove(start);
            messages = [start, .. _beforeStart, .. messages];
            _beforeStart.Clear();
            _hasBegun = true;
        }

        await TurnAsync(messages);
    }

    // An orchestration that is to start later takes nothing in before, but for its end.
    private async Task HoldUntilStartAsync(List<Message> messages)
    {
        var end = messages.Find(m => m.Row?.Event.EventTypeCase == EventCase.ExecutionTerminated)?.Row;
        if (end is not null)
        {
            var at = engine.Now;
            end.Event.Timestamp ??= HistoryEvents.Time(at);
            var terminated = new CompleteOrchestrationAction
            {
                OrchestrationStatus = OrchestrationStatus.Terminated,
                Result = end.Event.ExecutionTerminated.Input,
            };
            await EndAsync(terminated, [end], [], [], at);
            return;
        }

        _beforeStart.AddRange(messages.Where(m => m.Held is not null));
        var toHold = messages.Where(m => m.Held is null).Select(m => m.Row).OfType<HistoryRow>().ToList();
        _beforeStart.AddRange((await engine.Store.HoldAsync(Id, toHold)).Select(h => new Message(h.Message, Held: h.Number)));
    }

    private async Task TurnAsync(List<Message> messages)
    {
        var at = Math.Max(engine.Now, _lastTurn);
        List<HistoryRow> history = [new(HistoryEvents.TurnStarted(at)), .. messages.Select(m => m.Row).OfType<HistoryRow>()];
        foreach (var e in history)
        {
            e.Event.Timestamp ??= HistoryEvents.Time(at);
        }

        var execution = _row.Execution;
        var turn = engine.Orchestrators.Run(
            _row,
            _session,
            [.. history.Select(h => h.Event)],
            () => engine.Store.History(Id).Where(h => !h.IsUndone).Select(h => h.Event),
            () => Enqueue(new Message(null, execution))
        );
        _session = turn.Session;
        if (history.Count == 1 && turn.End is null && turn.Actions.Count == 0)
        {
            return;
        }

        _lastTurn = at;
        _isSuspended = history.FindLast(h => IsSuspension(h.Event)) is { } last
            ? last.Event.EventTypeCase == EventCase.ExecutionSuspended
            : _isSuspended;
        _row = _row with { CustomStatus = turn.CustomStatus ?? _row.CustomStatus };
        long[] held = [.. messages.Select(m => m.Held).OfType<long>()];
        if (turn.ContinuesAsNew)
        {
            await ContinueAsNewAsync(turn, held);
        }
        else if (turn.End is { } end)
        {
            await EndAsync(end, history, Sent(turn), held, at);
        }
        else
        {
            await ContinueAsync(turn, history, held, at);
        }
    }

    private async Task ContinueAsync(Turn turn, List<HistoryRow> history, long[] held, long at)
    {
        var requests = turn.Actions.Select(a => HistoryEvents.Recorded(a, at)).OfType<HistoryEvent>().ToList();
        history.AddRange(requests.Select(r => new HistoryRow(r)));
        _row = _row with
        {
            Status = _isSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running,
            Updated = engine.Now,
        };
        var children = requests
            .Where(r => r.EventTypeCase == EventCase.SubOrchestrationInstanceCreated)
            .Select(r => engine.Child(_row, r))
            .ToList();
        var commit = new TurnCommit(_row, _historyCount, history)
        {
            Children = children,
            Sent = Sent(turn),
            Taken = held,
        };
        var committed = await engine.Store.CommitAsync(commit);
        _historyCount += history.Count;
        _started.TrySetResult();
        foreach (var child in children.Where(c => !committed.RefusedChildren.Contains(c.Id)))
        {
            engine.Adopt(child);
        }

        foreach (var request in requests)
        {
            Begin(request, resumed: false, committed.RefusedChildren);
        }

        engine.Deliver(committed.Sent);
    }

    private async Task EndAsync(
        CompleteOrchestrationAction end,
        List<HistoryRow> history,
        IReadOnlyList<(string, HistoryRow)> sent,
        long[] held,
        long at
    )
    {
        var failure =
            end.OrchestrationStatus == OrchestrationStatus.Failed
                ? end.FailureDetails ?? Failures.FromMessage(end.Result ?? "The orchestrator failed.")
                : null;
        history.Add(new HistoryRow(HistoryEvents.Completed(end, at)));
        _row = _row with
        {
            Status = (OrchestrationRuntimeStatus)(int)end.OrchestrationStatus,
            Output = failure is null ? end.Result : null,
            Failure = failure is null ? null : Failures.ToJson(failure),
            Updated = engine.Now,
        };
        var committed = await engine.Store.CommitAsync(new TurnCommit(_row, _historyCount, history) { Sent = sent, Taken = held });
        _historyCount += history.Count;
        _started.TrySetResult();
        _timers.Cancel();
        engine.Remove(this);
        if (failure is not null)
        {
            engine.Log.InstanceFailed(_row.Name, Id, failure.ErrorMessage);
        }

        engine.NotifyParent(_row);
        engine.Deliver(committed.Sent);
        _finished.TrySetResult(_row);
    }

    // A new execution takes the place of the old one, history and all; what is still on its way to the old one is dropped.
    private async Task ContinueAsNewAsync(Turn turn, long[] held)
    {
        _row = _row with
        {
            Execution = Guid.NewGuid().ToString("n"),
            Input = turn.End!.Result,
            Status = _isSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running,
            Updated = engine.Now,
        };
        var sent = Sent(turn).ToList();
        sent.AddRange(turn.End.CarryoverEvents.Select(e => (Id, new HistoryRow(e))));
        if (_isSuspended)
        {
            sent.Add((Id, new HistoryRow(HistoryEvents.Suspended(null))));
        }

        var committed = await engine.Store.CommitAsync(
            new TurnCommit(_row, 0, [])
            {
                IsNewExecution = true,
                Sent = sent,
                Taken = held,
            }
        );
        _session = null;
        _historyCount = 0;
        _hasBegun = false;
        _started.TrySetResult();
        List<Message> first = [new(new HistoryRow(HistoryEvents.ExecutionStarted(_row with { StartAt = null })))];
        first.AddRange(committed.Sent.Where(s => s.Instance == Id).Select(s => new Message(s.Message, Held: s.Number)));
        lock (_lock)
        {
            // What the old execution left comes before what has come since.
            _mailbox = new Queue<Message>([.. first, .. _mailbox]);
        }

        engine.Deliver([.. committed.Sent.Where(s => s.Instance != Id)]);
    }

    private static List<(string, HistoryRow)> Sent(Turn turn) =>
        [
            .. turn
                .Actions.Select(a => a.SendEvent)
                .Where(s => s is not null)
                .Select(s => (s.Instance.InstanceId, new HistoryRow(HistoryEvents.Raised(s.Name, s.Data)))),
        ];

    private static bool IsSuspension(HistoryEvent e) => e.EventTypeCase is EventCase.ExecutionSuspended or EventCase.ExecutionResumed;

    private void Begin(HistoryEvent request, bool resumed, IReadOnlyList<string>? refused = null)
    {
        switch (request.EventTypeCase)
        {
            case EventCase.TaskScheduled:
                engine.RunActivity(this, _row.Execution, request);
                break;
            case EventCase.TimerCreated:
                var fireAt = request.TimerCreated.FireAt;
                Arm(HistoryEvents.TimerFired(request.EventId, fireAt), fireAt.Ticks());
                break;
            case EventCase.SubOrchestrationInstanceCreated:
                var id = request.SubOrchestrationInstanceCreated.InstanceId;
                if (refused?.Contains(id) == true)
                {
                    var inTheWay = Failures.FromMessage($"An unfinished instance '{id}' exists already.");
                    Post(HistoryEvents.ChildFailed(request.EventId, inTheWay), _row.Execution);
                }
                else if (resumed && engine.Store.Find(id) is { IsFinished: true } child)
                {
                    engine.NotifyParent(child);
                }

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
}
