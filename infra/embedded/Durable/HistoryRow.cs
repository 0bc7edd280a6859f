using Microsoft.DurableTask.Protobuf;

namespace Functions.Embedded.Durable;

/// <summary>One event of an instance's history as it is kept.</summary>
/// <param name="Event">What happened, in the type that Durable Task's own workers and hosts exchange.</param>
/// <param name="By">Who did it; null where it was nobody's act.</param>
internal sealed record HistoryRow(HistoryEvent Event, string? By = null)
{
    /// <summary>Whether a rewind took the event back. Such an event is shown, but the orchestrator no longer sees it.</summary>
    public bool IsUndone { get; init; }
}
