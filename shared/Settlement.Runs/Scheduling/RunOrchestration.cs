using Settlement.Runs.Records;

namespace Settlement.Runs.Scheduling;

/// <summary>How far the orchestration of an attempt has come.</summary>
public enum OrchestrationState
{
    /// <summary>It runs, or is about to.</summary>
    Running,

    /// <summary>An operator suspended it; it has not ended.</summary>
    Suspended,

    /// <summary>It has ended, however it did.</summary>
    Ended,
}

/// <summary>What is known of the orchestration of an attempt.</summary>
/// <param name="State">How far it has come.</param>
/// <param name="Failure">Why it ended without a result of the run; of one that completed, what to say where the run has none.</param>
public sealed record RunOrchestration(OrchestrationState State, RunFailure? Failure);
