using System.Globalization;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Settlement.Functions.Tests.Versions;

/// <summary>Runs an orchestrator without a host: every call is answered at once with what a test gives, and written down in its order.</summary>
internal sealed class RecordingContext(object input, Func<string, object?, object?> answer) : TaskOrchestrationContext
{
    private DateTime _now = new(2026, 6, 20, 6, 0, 0, DateTimeKind.Utc);

    /// <summary>What was asked for: the name and input of each activity, each timer, each status.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>How much sooner than asked for a timer fires by this context's clock.</summary>
    public TimeSpan Early { get; init; }

    public override TaskName Name => "recorded";

    public override string InstanceId => "recorded";

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override T GetInput<T>() => (T)input;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        Calls.Add($"activity {name.Name} {JsonSerializer.Serialize(input)}{Retried(options?.Retry)}");
        return Task.FromResult((TResult)answer(name.Name, input)!);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        Calls.Add($"timer {fireAt - _now}");
        _now = fireAt - Early;
        return Task.CompletedTask;
    }

    public override void SetCustomStatus(object? customStatus) => Calls.Add($"status {JsonSerializer.Serialize(customStatus)}");

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException(eventName);

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException(eventName);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName,
        object? input = null,
        TaskOptions? options = null
    ) => throw new NotSupportedException(orchestratorName.Name);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => throw new NotSupportedException();

    /// <summary>A retry by policy sets timers, so the policy belongs to what a version asks for.</summary>
    private static string Retried(TaskRetryOptions? retry)
    {
        if (retry is null)
        {
            return "";
        }

        var policy = Assert.IsType<RetryPolicy>(retry.Policy);
        return string.Create(
            CultureInfo.InvariantCulture,
            $" retried {policy.MaxNumberOfAttempts} {policy.FirstRetryInterval} {policy.BackoffCoefficient}"
        );
    }

    public override Guid NewGuid() => throw new NotSupportedException();
}
