using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Settlement.Functions.Http;

namespace Settlement.Functions.Completeness.Versions;

/// <summary>Version 2 of <see cref="CountCompleteness"/>: its input says how many groups there are.</summary>
public static class CountCompleteness2
{
    /// <summary>The orchestrator's name.</summary>
    public const string Name = "CountCompleteness_2";

    /// <summary>Runs the orchestration.</summary>
    [Function(Name)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var plan =
            context.GetInput<CompletenessPlan>() ?? throw new InvalidOperationException("The orchestration was started without an input.");
        await Task.WhenAll(
            Enumerable
                .Range(0, plan.Groups)
                .Select(group =>
                    context.CallActivityAsync(
                        nameof(CompletenessActivities.CountGroup),
                        new CountGroupInput(plan.Count, group, plan.Groups),
                        Background.Retried
                    )
                )
        );
    }
}
