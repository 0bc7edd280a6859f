using System.Text.Json;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Durable;

/// <summary>An orchestration instance without its history.</summary>
internal sealed record InstanceRow(string Id, string Execution, string Name, OrchestrationRuntimeStatus Status, string? Input, long Created)
{
    private static readonly IReadOnlyDictionary<string, string> NoTags = new Dictionary<string, string>();

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    /// <summary>Failure details as JSON.</summary>
    public string? Failure { get; init; }

    /// <summary>Tags as a JSON object of strings.</summary>
    public string? Tags { get; init; }

    public long Updated { get; init; }

    public long? StartAt { get; init; }

    public ParentRow? Parent { get; init; }

    public bool IsFinished =>
        Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    public IReadOnlyDictionary<string, string> TagsOrEmpty =>
        Tags is null ? NoTags : JsonSerializer.Deserialize<Dictionary<string, string>>(Tags)!;
}

/// <summary>The orchestration and the action of it that wait for a child.</summary>
internal sealed record ParentRow(string Id, string Name, string Execution, int Task);
