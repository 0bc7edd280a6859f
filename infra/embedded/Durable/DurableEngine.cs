using System.Collections.Concurrent;
using System.Text.Json;
using Functions.Embedded.Configuration;
using Functions.Embedded.Invocation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;
using ActivityTriggerAttribute = Microsoft.Azure.Functions.Worker.ActivityTriggerAttribute;

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
    private readonly TimeProvider _time;
    private volatile bool _open;
    private volatile bool _started;

    public DurableEngine(
        DurableStore store,
        Orchestrators orchestrators,
        FunctionCatalog catalog,
        FunctionInvoker invoker,
        HostJson hostJson,
        EmbeddedOptions options,
        ILoggerFactory loggers
    )
    {
        Store = store;
        Orchestrators = orchestrators;
        _catalog = catalog;
        _invoker = invoker;
        _time = options.Clock;
        _slots = new SemaphoreSlim(hostJson.MaxConcurrentActivities);
        Log = loggers.CreateLogger("Functions.Embedded.Durable");
    }

    public DurableStore Store { get; }

    public Orchestrators Orchestrators { get; }

    public DataConverter Converter => Orchestrators.Converter;

    public ILogger Log { get; }

    public long Now => _time.GetUtcNow().UtcTicks;

    public bool IsStopping => _stopping.IsCancellationRequested;

    public void Open()
    {
        foreach (var row in Store.Unfinished())
        {
            _instances.TryAdd(row.Id, new DurableInstance(this, row, isNew: false));
        }
        _open = true;
    }

    public void Start()
    {
        _started = true;
        foreach (var instance in _instances.Values)
        {
            instance.Start();
        }
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

        foreach (var instance in _instances.Values)
        {
            instance.Abandon();
        }
    }

    /// <summary>Makes and starts an instance. One that is not finished is never replaced, whatever the statuses to refuse.</summary>
    /// <param name="name">The orchestrator.</param>
    /// <param name="input">Its input as JSON.</param>
    /// <param name="options">The id, the time and the tags.</param>
    /// <param name="byHand">Who starts it by hand and how, for its history.</param>
    /// <exception cref="InvalidOperationException">An instance of this id is there and is not to be replaced.</exception>
    public async Task<string> ScheduleAsync(string name, string? input, StartOrchestrationOptions? options, HistoryRow? byHand = null)
    {
        EnsureOpen();
        var row = new InstanceRow(
            options?.InstanceId ?? Guid.NewGuid().ToString("n"),
            Guid.NewGuid().ToString("n"),
            name,
            OrchestrationRuntimeStatus.Pending,
            input,
            Now
        )
        {
            Updated = Now,
            StartAt = options?.StartAt?.UtcTicks,
            Tags = options?.Tags is { Count: > 0 } tags ? JsonSerializer.Serialize(tags) : null,
        };
        var refuse = options?.DedupeStatuses?.Select(s => Enum.Parse<OrchestrationRuntimeStatus>(s, true)).ToArray() ?? [];
        List<HistoryRow> history = byHand is null ? [] : [byHand];
        if (byHand is not null)
        {
            byHand.Event.Timestamp = HistoryEvents.Time(Now);
        }

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
        var options = new StartOrchestrationOptions(newId ? null : id) { Tags = row.TagsOrEmpty };
        return ScheduleAsync(row.Name, row.Input, options, new HistoryRow(HistoryEvents.Note($"Restarted from {id}"), by));
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
            foreach (var execution in rewind.Executions)
            {
                Adopt(execution.Row, isNew: false);
            }
            foreach (var child in rewind.NewChildren)
            {
                Adopt(child);
            }
        }
        finally
        {
            _rewinds.Release();
        }
    }

    /// <summary>Gives an instance a message and waits until it is on disk. As in Azure, one to an instance that has finished or never was is let drop.</summary>
    public Task SendAsync(string id, HistoryRow message)
    {
        EnsureOpen();
        return Active(id)?.PostAsync(message) ?? Task.CompletedTask;
    }

    /// <summary>Gives held messages to their instances. One that is not in memory reads them when it is loaded.</summary>
    public void Deliver(IReadOnlyList<HeldMessage> messages)
    {
        foreach (var message in messages)
        {
            Active(message.Instance)?.Post(message);
        }
    }

    /// <summary>Takes an instance into memory.</summary>
    public void Adopt(InstanceRow row, bool isNew = true)
    {
        var instance = new DurableInstance(this, row, isNew);
        _instances[row.Id] = instance;
        if (_started)
        {
            instance.Start();
        }
    }

    public DurableInstance? Active(string id) => _instances.GetValueOrDefault(id);

    public void Remove(DurableInstance instance) => _instances.TryRemove(KeyValuePair.Create(instance.Id, instance));

    public void RunActivity(DurableInstance instance, string execution, HistoryEvent action)
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }
        var run = Task.Run(() => ActivityAsync(instance, execution, action));
        _activities.TryAdd(run, true);
        _ = run.ContinueWith(
            t => _activities.TryRemove(t, out _),
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );
    }

    public async Task DelayUntilAsync(long ticks, CancellationToken cancellationToken)
    {
        while (true)
        {
            var left = TimeSpan.FromTicks(ticks - Now);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            // Long waits go in steps: a timer holds 49 days, and the clock may be set meanwhile.
            await Task.Delay(left < TimeSpan.FromHours(12) ? left : TimeSpan.FromHours(12), _time, cancellationToken);
        }
    }

    public InstanceRow Child(InstanceRow parent, HistoryEvent request)
    {
        var child = request.SubOrchestrationInstanceCreated;
        return new InstanceRow(
            child.InstanceId,
            Guid.NewGuid().ToString("n"),
            child.Name,
            OrchestrationRuntimeStatus.Pending,
            child.Input,
            Now
        )
        {
            Updated = Now,
            Parent = new ParentRow(parent.Id, parent.Name, parent.Execution, request.EventId),
        };
    }

    /// <summary>Gives a finished child's result to the orchestration that waits for it.</summary>
    public void NotifyParent(InstanceRow child)
    {
        if (child.Parent is not { } parent || Active(parent.Id) is not { } waiting)
        {
            return;
        }

        var answer = child.Status switch
        {
            OrchestrationRuntimeStatus.Completed => HistoryEvents.ChildCompleted(parent.Task, child.Output),
            OrchestrationRuntimeStatus.Failed => HistoryEvents.ChildFailed(parent.Task, Failures.FromJson(child.Failure!)),
            _ => HistoryEvents.ChildFailed(parent.Task, Failures.FromMessage($"The sub-orchestration '{child.Id}' was terminated.")),
        };
        waiting.Post(answer, parent.Execution);
    }

    public void Dispose()
    {
        foreach (var instance in _instances.Values)
        {
            instance.Dispose();
        }
        _stopping.Dispose();
        _abort.Dispose();
        _slots.Dispose();
        _rewinds.Dispose();
    }

    public void EnsureOpen()
    {
        if (!_open)
        {
            throw new InvalidOperationException("The embedded host is not running.");
        }
    }

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

        var name = action.TaskScheduled.Name;
        HistoryEvent result;
        try
        {
            var output = await InvokeAsync(instance.Id, name, action.TaskScheduled.Input);
            result = HistoryEvents.TaskCompleted(action.EventId, Converter.Serialize(output));
        }
        catch (Exception) when (_abort.IsCancellationRequested)
        {
            // Cut off by stopping: it runs again at the next start.
            return;
        }
        catch (Exception e)
        {
            Log.ActivityFailed(e, name, instance.Id);
            result = HistoryEvents.TaskFailed(action.EventId, Failures.FromException(e));
        }
        finally
        {
            _slots.Release();
        }

        try
        {
            // An activity is running until its result is on disk, so that a stop does not close the store between the two.
            await instance.PostAsync(new HistoryRow(result), execution);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The instance has said itself that it stands still; the activity runs again at the next start.
            Log.ResultNotKept(e, name, instance.Id);
        }
    }

    private Task<object?> InvokeAsync(string instanceId, string name, string? input)
    {
        if (_catalog.Find(name) is not { Trigger: ActivityTriggerAttribute } function)
        {
            throw new InvalidOperationException($"There is no activity named '{name}'.");
        }

        var request = new InvocationRequest
        {
            Bind = (parameter, _) =>
                ValueTask.FromResult(
                    parameter == function.TriggerParameter ? Converter.Deserialize(OnlyArgument(input), parameter.ParameterType)
                    : string.Equals(parameter.Name, "instanceId", StringComparison.OrdinalIgnoreCase) ? instanceId
                    : null
                ),
            BindingData = new Dictionary<string, object?> { ["instanceId"] = instanceId },
        };
        return _invoker.InvokeAsync(function, request, _abort.Token);
    }

    // Durable Task writes an activity's arguments as an array; here there is always one.
    private static string? OnlyArgument(string? arguments) => arguments is ['[', .., ']'] ? arguments[1..^1] : arguments;
}
