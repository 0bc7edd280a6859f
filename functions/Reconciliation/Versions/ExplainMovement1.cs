using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Settlement.Functions.Http;
using Settlement.Functions.Orchestrations;

namespace Settlement.Functions.Reconciliation.Versions;

/// <summary>Version 1 of <see cref="ExplainMovement"/>, from before versions had numbers.</summary>
public static class ExplainMovement1
{
    /// <summary>The orchestrator's name.</summary>
    public const string Name = "ExplainMovement";

    /// <summary>Runs the orchestration.</summary>
    [Function(Name)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var movement =
            context.GetInput<MovementInput>() ?? throw new InvalidOperationException("The orchestration was started without an input.");
        await Task.WhenAll(
            Enumerable
                .Range(0, FirstGroups.Count)
                .Select(group =>
                    context.CallActivityAsync(
                        nameof(MovementActivities.CompareReadings),
                        new MovementStepInput(movement, group),
                        Background.Retried
                    )
                )
        );
        await context.CallActivityAsync(nameof(MovementActivities.AssembleMovement), movement, Background.Retried);
        await Task.WhenAll(
            Enumerable
                .Range(1, FirstCalendar.PeriodsOf(movement.Day))
                .Select(period =>
                    context.CallActivityAsync(
                        nameof(MovementActivities.MeasurePeriod),
                        new MovementStepInput(movement, period),
                        Background.Retried
                    )
                )
        );
        await context.CallActivityAsync(nameof(MovementActivities.CloseMovement), movement, Background.Retried);
    }
}
