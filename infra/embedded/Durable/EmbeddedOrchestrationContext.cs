using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Durable;

/// <summary>
/// What an orchestrator sees of its execution: the replay engine's own context, guarded against use from a foreign thread. It keeps the
/// tasks that it gave out, so that the host can tell an orchestrator that waits for one of them from one that waits for something else.
/// </summary>
internal sealed class EmbeddedOrchestrationContext(
    TaskOrchestrationContext inner,
    OrchestratorThread thread,
    string? input,
    DataConverter converter,
    ILoggerFactory loggers
) : TaskOrchestrationContext
{
    private readonly List<Task> _open = [];

    public override TaskName Name => inner.Name;

    public override string InstanceId => inner.InstanceId;

    public override ParentOrchestrationInstance? Parent => inner.Parent;

    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

    public override bool IsReplaying => inner.IsReplaying;

    public override string Version => inner.Version;

    public override IReadOnlyDictionary<string, object?> Properties => inner.Properties;

    public override TaskOrchestrationEntityFeature Entities => inner.Entities;

    /// <summary>Whether a task that the context gave out is not completed.</summary>
    public bool HasOpenTasks
    {
        get
        {
            _open.RemoveAll(t => t.IsCompleted);
            return _open.Count > 0;
        }
    }

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T? GetInput<T>()
        where T : default
    {
        thread.EnsureInside();
        return converter.Deserialize<T>(input);
    }

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        thread.EnsureInside();
        return Track(inner.CallActivityAsync<TResult>(name, input, options));
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName,
        object? input = null,
        TaskOptions? options = null
    )
    {
        thread.EnsureInside();
        return Track(inner.CallSubOrchestratorAsync<TResult>(orchestratorName, input, options));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        thread.EnsureInside();
        return Track(inner.CreateTimer(fireAt, cancellationToken));
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        thread.EnsureInside();
        return Track(inner.WaitForExternalEvent<T>(eventName, cancellationToken));
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        thread.EnsureInside();
        inner.SendEvent(instanceId, eventName, payload);
    }

    public override void SetCustomStatus(object? customStatus)
    {
        thread.EnsureInside();
        inner.SetCustomStatus(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        thread.EnsureInside();
        inner.ContinueAsNew(newInput, preserveUnprocessedEvents);
    }

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        thread.EnsureInside();
        inner.ContinueAsNew(options);
    }

    public override Guid NewGuid()
    {
        thread.EnsureInside();
        return inner.NewGuid();
    }

    private TTask Track<TTask>(TTask task)
        where TTask : Task
    {
        _open.Add(task);
        return task;
    }
}
