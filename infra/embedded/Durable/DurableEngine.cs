using System.Collections.Concurrent;
using System.Text.Json;
using Functions.Embedded.Host;
using Functions.Embedded.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Durable;

/// <summary>Runs orchestrations: keeps the unfinished ones in memory, runs their activities, wakes them at their times.</summary>
internal sealed class DurableEngine : IDisposable
{
    private readonly ConcurrentDictionary<string, DurableInstance> _instances = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _activities = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _rewinds = new(1);
    private readonly FunctionCatalog _catalog;
    private readonly FunctionInvoker _invoker;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _time;
    private volatile bool _open;
    private volatile bool _started;

    public DurableEngine(
        DurableStore store, FunctionCatalog catalog, FunctionInvoker invoker, HostJson hostJson, EmbeddedOptions options, ILoggerFactory loggers)
    {
        Store = store;
        _catalog = catalog;
        _invoker = invoker;
        _loggers = loggers;
        _time = options.Clock;
        _slots = new SemaphoreSlim(hostJson.MaxConcurrentActivities);
        Log = loggers.CreateLogger("Functions.Embedded.Durable");
    }

    public DurableStore Store { get; }

    public DataConverter Converter { get; } = JsonDataConverter.Default;

    public ILogger Log { get; }

    public long Now => _time.GetUtcNow().UtcTicks;

    public bool IsStopping => _stopping.IsCancellationRequested;

    public void Open()
    {
        foreach (var row in Store.Unfinished()) _instances.TryAdd(row.Id, new DurableInstance(this, row, isNew: false));
        _open = true;
    }

    public void Start()
    {
        _started = true;
        foreach (var instance in _instances.Values) instance.Start();
    }

    /// <summary>Lets running activities finish, then leaves everything as it is on disk.</summary>
    public async Task StopAsync(CancellationToken limit)
    {
        _open = false;
        await _stopping.CancelAsync();
        try
        {
            await Task.WhenAll(_activities.Keys).WaitAsync(limit);
        }
        catch (OperationCanceledException)
        {
            await _abort.CancelAsync();
        }

        foreach (var instance in _instances.Values) instance.Abandon();
    }

    /// <summary>Makes and starts an instance. One that is not finished is never replaced, whatever the statuses to refuse.</summary>
    /// <param name="name">The orchestrator.</param>
    /// <param name="input">Its input as JSON.</param>
    /// <param name="options">The id, the time and the tags.</param>
    /// <param name="byHand">Who starts it by hand and how, for its history.</param>
    /// <exception cref="InvalidOperationException">An instance of this id is there and is not to be replaced.</exception>
    public async Task<string> ScheduleAsync(string name, string? input, StartOrchestrationOptions? options, HistoryEvent? byHand = null)
    {
        EnsureOpen();
        var row = new InstanceRow(
            options?.InstanceId ?? Guid.NewGuid().ToString("n"), Guid.NewGuid().ToString("n"), name, OrchestrationRuntimeStatus.Pending, input, Now)
        {
            Updated = Now,
            StartAt = options?.StartAt?.UtcTicks,
            Tags = options?.Tags is { Count: > 0 } tags ? JsonSerializer.Serialize(tags) : null,
        };
        var refuse = options?.DedupeStatuses?.Select(s => Enum.Parse<OrchestrationRuntimeStatus>(s, true)).ToArray() ?? [];
        List<HistoryEvent> history = byHand is null ? [] : [new(HistoryKind.EpisodeStarted, -1, null, null, Now), byHand with { At = Now }];
        if (await Store.CreateAsync(row, refuse, history) is { } status)
        {
            throw new InvalidOperationException($"An orchestration instance '{row.Id}' exists already; it is {status}.");
        }

        Adopt(row, isNew: history.Count == 0);
        return row.Id;
    }

    /// <summary>Starts a finished instance's orchestrator again with the same input and tags, under the same id or a new one.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">The instance is not finished and its id was to be used again.</exception>
    public Task<string> RestartAsync(string id, bool newId, string? by = null)
    {
        var row = Store.Find(id) ?? throw new ArgumentException($"There is no orchestration instance '{id}'.", nameof(id));
        var options = new StartOrchestrationOptions(newId ? null : id)
        {
            Tags = row.Tags is null ? new Dictionary<string, string>() : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Tags)!,
        };
        return ScheduleAsync(row.Name, row.Input, options, new HistoryEvent(HistoryKind.StartedByHand, -1, null, $"Restarted from {id}", 0) { By = by });
    }

    /// <summary>Puts a failed instance, with its failed children, back to where it waited for what failed, and lets it go on.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="RewindRefusedException">It has not failed, or it would only fail again.</exception>
    public async Task RewindAsync(string id, string? reason, string? by = null)
    {
        EnsureOpen();
        await _rewinds.WaitAsync();
        try
        {
            var rewind = new Rewind(this, reason, by);
            rewind.Plan(Store.Find(id) ?? throw new ArgumentException($"There is no orchestration instance '{id}'.", nameof(id)));
            await Store.RewindAsync(rewind.Executions, rewind.NewChildren);
            foreach (var execution in rewind.Executions) Adopt(execution.Row, isNew: false);
            foreach (var child in rewind.NewChildren) Adopt(child);
        }
        finally
        {
            _rewinds.Release();
        }
    }

    /// <summary>Gives an instance a message and waits until it is on disk. As in Azure, one to an instance that has finished or never was is let drop.</summary>
    public Task TellAsync(string id, HistoryEvent message)
    {
        EnsureOpen();
        return Active(id)?.PostAsync(message) ?? Task.CompletedTask;
    }

    /// <summary>Takes an instance into memory.</summary>
    public void Adopt(InstanceRow row, bool isNew = true)
    {
        var instance = new DurableInstance(this, row, isNew);
        _instances[row.Id] = instance;
        if (_started) instance.Start();
    }

    public DurableInstance? Active(string id) => _instances.GetValueOrDefault(id);

    public void Remove(DurableInstance instance) => _instances.TryRemove(KeyValuePair.Create(instance.Id, instance));

    /// <summary>Calls the orchestrator's function; the caller is inside its synchronization context.</summary>
    public Task<object?> StartCode(OrchestrationExecutor executor, InstanceRow row)
    {
        if (_catalog.Find(row.Name) is not { Trigger: OrchestrationTriggerAttribute } function)
        {
            return Task.FromException<object?>(new InvalidOperationException($"There is no orchestrator named '{row.Name}'."));
        }

        var context = new EmbeddedOrchestrationContext(executor, row, Converter, _loggers);
        var request = new InvocationRequest
        {
            Bind = (parameter, _) => ValueTask.FromResult(
                parameter == function.TriggerParameter ? context : Converter.Deserialize(row.Input, parameter.ParameterType)),
            BindingData = new Dictionary<string, object?> { ["instanceId"] = row.Id },
        };
        return _invoker.InvokeAsync(function, request, CancellationToken.None);
    }

    public void RunActivity(DurableInstance instance, string execution, HistoryEvent action)
    {
        if (_stopping.IsCancellationRequested) return;
        var run = Task.Run(() => ActivityAsync(instance, execution, action));
        _activities.TryAdd(run, true);
        _ = run.ContinueWith(t => _activities.TryRemove(t, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public async Task DelayUntilAsync(long ticks, CancellationToken cancellation)
    {
        while (true)
        {
            var left = TimeSpan.FromTicks(ticks - Now);
            if (left <= TimeSpan.Zero) return;

            // Long waits go in steps: a timer holds 49 days, and the clock may be set meanwhile.
            await Task.Delay(left < TimeSpan.FromHours(12) ? left : TimeSpan.FromHours(12), _time, cancellation);
        }
    }

    public InstanceRow Child(InstanceRow parent, HistoryEvent action)
    {
        var start = JsonSerializer.Deserialize<ChildStart>(action.Payload!)!;
        return new InstanceRow(start.Id, Guid.NewGuid().ToString("n"), action.Name!, OrchestrationRuntimeStatus.Pending, start.Input, Now)
        {
            Updated = Now,
            Parent = new ParentRow(parent.Id, parent.Name, parent.Execution, action.TaskId),
        };
    }

    public static HistoryEvent ChildInTheWay(HistoryEvent action, string id) => new(
        HistoryKind.ChildFailed,
        action.TaskId,
        action.Name,
        FailureJson.Write(TaskFailureDetails.FromException(new InvalidOperationException($"An unfinished instance '{id}' exists already."))),
        0);

    /// <summary>Gives a finished child's result to the orchestration that waits for it.</summary>
    public void TellParent(InstanceRow child)
    {
        if (child.Parent is not { } parent || Active(parent.Id) is not { } waiting) return;
        waiting.Post(
            child.Status == OrchestrationRuntimeStatus.Completed
                ? new HistoryEvent(HistoryKind.ChildCompleted, parent.Task, child.Name, child.Output, 0)
                : new HistoryEvent(HistoryKind.ChildFailed, parent.Task, child.Name, child.Failure ?? FailureJson.Write(Terminated(child)), 0),
            parent.Execution);
    }

    public void Dispose()
    {
        foreach (var instance in _instances.Values) instance.Dispose();
        _stopping.Dispose();
        _abort.Dispose();
        _slots.Dispose();
        _rewinds.Dispose();
    }

    public void EnsureOpen()
    {
        if (!_open) throw new InvalidOperationException("The embedded host is not running.");
    }

    private static TaskFailureDetails Terminated(InstanceRow child) =>
        TaskFailureDetails.FromException(new InvalidOperationException($"The sub-orchestration '{child.Id}' was terminated."));

    private async Task ActivityAsync(DurableInstance instance, string execution, HistoryEvent action)
    {
        try
        {
            await _slots.WaitAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        HistoryEvent result;
        try
        {
            var output = await InvokeAsync(instance.Id, action);
            result = new HistoryEvent(HistoryKind.ActivityCompleted, action.TaskId, action.Name, Converter.Serialize(output), 0);
        }
        catch (Exception) when (_abort.IsCancellationRequested)
        {
            // Cut off by stopping: it runs again at the next start.
            return;
        }
        catch (Exception e)
        {
            Log.ActivityFailed(e, action.Name!, instance.Id);
            result = new HistoryEvent(HistoryKind.ActivityFailed, action.TaskId, action.Name, FailureJson.Write(TaskFailureDetails.FromException(e)), 0);
        }
        finally
        {
            _slots.Release();
        }

        try
        {
            // An activity is running until its result is on disk, so that a stop does not close the store between the two.
            await instance.PostAsync(result, execution);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The instance has said itself that it stands still; the activity runs again at the next start.
            Log.ResultNotKept(e, action.Name!, instance.Id);
        }
    }

    private Task<object?> InvokeAsync(string instanceId, HistoryEvent action)
    {
        if (_catalog.Find(action.Name!) is not { Trigger: ActivityTriggerAttribute } function)
        {
            throw new InvalidOperationException($"There is no activity named '{action.Name}'.");
        }

        var request = new InvocationRequest
        {
            Bind = (parameter, _) => ValueTask.FromResult(
                parameter == function.TriggerParameter ? Converter.Deserialize(action.Payload, parameter.ParameterType)
                : string.Equals(parameter.Name, "instanceId", StringComparison.OrdinalIgnoreCase) ? instanceId
                : null),
            BindingData = new Dictionary<string, object?> { ["instanceId"] = instanceId },
        };
        return _invoker.InvokeAsync(function, request, _abort.Token);
    }
}
