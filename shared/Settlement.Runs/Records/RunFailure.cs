using System.Text.Json.Serialization;

namespace Settlement.Runs.Records;

/// <summary>What ended an attempt that broke off.</summary>
public enum RunFailureKind
{
    /// <summary>A step failed; the orchestration can be rewound to it.</summary>
    Step,

    /// <summary>An operator terminated the orchestration.</summary>
    Terminated,

    /// <summary>The orchestration ended without a result, at no step that is known.</summary>
    Orchestration,
}

/// <summary>Why an attempt at a run broke off.</summary>
/// <param name="Kind">What ended it.</param>
/// <param name="Step">The activity that failed; null unless a step did.</param>
/// <param name="Input">The group or the period of that step; null where the run has only one such step.</param>
/// <param name="Message">The cause of a failure, or the reason that an operator gave.</param>
[JsonConverter(typeof(RunFailureJson))]
public sealed record RunFailure(RunFailureKind Kind, string? Step, string? Input, string Message)
{
    /// <summary>A step threw an exception.</summary>
    public static RunFailure AtStep(RunStepName step, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(cause);
        return new(RunFailureKind.Step, step.Activity, step.Input, $"{cause.GetType().Name}: {cause.Message}");
    }

    /// <summary>An operator terminated the orchestration.</summary>
    public static RunFailure Terminated(string reason) => new(RunFailureKind.Terminated, null, null, reason);

    /// <summary>The orchestration ended without a result.</summary>
    public static RunFailure OfOrchestration(string message) => new(RunFailureKind.Orchestration, null, null, message);

    /// <summary>Whether the attempt broke off at a given step.</summary>
    public bool IsAt(RunStepName step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Kind == RunFailureKind.Step && Step == step.Activity && Input == step.Input;
    }

    /// <summary>As it is logged and shown: <c>SettlePeriod 17: TableUnavailableException: …</c> or <c>terminated: by hand</c>.</summary>
    public override string ToString() =>
        Kind switch
        {
            RunFailureKind.Step => $"{new RunStepName(Step!, Input)}: {Message}",
            RunFailureKind.Terminated => $"{RunFailureText.Terminated}{Message}",
            _ => Message,
        };
}
