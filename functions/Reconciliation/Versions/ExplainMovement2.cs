using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Settlement.Functions.Http;

namespace Settlement.Functions.Reconciliation.Versions;

/// <summary>Version 2 of <see cref="ExplainMovement"/>: its input says how many groups and periods there are.</summary>
public static class ExplainMovement2
{
    /// <summary>The orchestrator's name.</summary>
    public const string Name = "ExplainMovement_2";

    /// <summary>Runs the orchestration.</summary>
    [Function(Name)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var plan =
            context.GetInput<MovementPlan>() ?? throw new InvalidOperationException("The orchestration was started without an input.");
        await Task.WhenAll(
            Enumerable
                .Range(0, plan.Groups)
                .Select(group =>
                    context.CallActivityAsync(
                        nameof(MovementActivities.CompareGroup),
                        new CompareGroupInput(plan.Movement, group, plan.Groups),
                        Background.Retried
                    )
                )
        );
        await context.CallActivityAsync(nameof(MovementActivities.AssembleGroups), plan, Background.Retried);
        await Task.WhenAll(
            Enumerable
                .Range(1, plan.Periods)
                .Select(period =>
                    context.CallActivityAsync(
                        nameof(MovementActivities.MeasurePeriod),
                        new MovementStepInput(plan.Movement, period),
                        Background.Retried
                    )
                )
        );
        await context.CallActivityAsync(nameof(MovementActivities.CloseMovement), plan.Movement, Background.Retried);
    }
}
