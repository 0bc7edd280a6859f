using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Durable;

/// <summary>An orchestration instance without its history.</summary>
internal sealed record InstanceRow(
    string Id, string Execution, string Name, OrchestrationRuntimeStatus Status, string? Input, long Created)
{
    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    /// <summary>Failure details as JSON.</summary>
    public string? Failure { get; init; }

    public string? Tags { get; init; }

    public long Updated { get; init; }

    public long? StartAt { get; init; }

    public ParentRow? Parent { get; init; }

    public bool IsFinished => Status
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}

/// <summary>The orchestration and the action of it that wait for a child.</summary>
internal sealed record ParentRow(string Id, string Name, string Execution, int Task);
