using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Durable;

/// <summary>What an orchestrator sees of its execution.</summary>
internal sealed class EmbeddedOrchestrationContext(
    OrchestrationExecutor executor, InstanceRow row, DataConverter converter, ILoggerFactory loggers) : TaskOrchestrationContext
{
    private int _guids;

    public override TaskName Name { get; } = new(row.Name);

    public override string InstanceId => row.Id;

    public override ParentOrchestrationInstance? Parent { get; } = row.Parent is { } parent ? new(new TaskName(parent.Name), parent.Id) : null;

    public override DateTime CurrentUtcDateTime => executor.Now;

    public override bool IsReplaying => executor.IsReplaying;

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T? GetInput<T>()
        where T : default =>
        converter.Deserialize<T>(row.Input);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        var serialized = converter.Serialize(input);
        return RetryAsync(options?.Retry, async () =>
            converter.Deserialize<TResult>(await executor.Ask(HistoryKind.ActivityScheduled, name.Name, serialized, 0).Result)!);
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var serialized = converter.Serialize(input);
        var id = (options as SubOrchestrationOptions)?.InstanceId;
        return RetryAsync(options?.Retry, async () =>
        {
            var child = JsonSerializer.Serialize(new ChildStart(id ?? NewGuid().ToString("n"), serialized));
            return converter.Deserialize<TResult>(await executor.Ask(HistoryKind.ChildScheduled, orchestratorName.Name, child, 0).Result)!;
        });
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var (id, fired) = executor.Ask(HistoryKind.TimerCreated, null, null, fireAt.ToUniversalTime().Ticks);
        if (cancellationToken.CanBeCanceled) cancellationToken.Register(() => executor.Cancel(id, cancellationToken));
        return fired;
    }

    public override async Task<T?> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
        where T : default =>
        converter.Deserialize<T>(await executor.WaitForEvent(eventName, cancellationToken));

    public override void SetCustomStatus(object? customStatus)
    {
        executor.EnsureInside();
        executor.CustomStatus = converter.Serialize(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        executor.ContinueAsNew(converter.Serialize(newInput), preserveUnprocessedEvents);

    public override Guid NewGuid()
    {
        executor.EnsureInside();
        Span<byte> bytes = stackalloc byte[16];
        XxHash128.Hash(Encoding.UTF8.GetBytes($"{row.Id}\n{row.Execution}\n{_guids++}"), bytes);
        return new Guid(bytes);
    }

    private async Task<T> RetryAsync<T>(TaskRetryOptions? retry, Func<Task<T>> attempt)
    {
        var begun = executor.Now;
        for (var number = 1; ; number++)
        {
            TaskFailedException failure;
            try
            {
                return await attempt();
            }
            catch (TaskFailedException e) when (retry is not null)
            {
                failure = e;
            }

            if (retry.Handler is { } handler)
            {
                var context = new RetryContext(this, number, failure.FailureDetails, executor.Now - begun, CancellationToken.None);
                if (!await handler(context)) throw failure;
                continue;
            }

            var policy = retry.Policy!;
            var late = policy.RetryTimeout != Timeout.InfiniteTimeSpan && executor.Now - begun >= policy.RetryTimeout;
            if (number >= policy.MaxNumberOfAttempts || late || !policy.FailureFilter(failure.FailureDetails)) throw failure;
            await CreateTimer(executor.Now + Delay(policy, number), CancellationToken.None);
        }
    }

    private static TimeSpan Delay(RetryPolicy policy, int attempt)
    {
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, policy.MaxRetryInterval.TotalMilliseconds));
    }
}

/// <summary>What a <see cref="HistoryKind.ChildScheduled"/> carries.</summary>
internal sealed record ChildStart(string Id, string? Input);
