using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Settlement.Functions.Http;
using Settlement.Functions.Orchestrations;

namespace Settlement.Functions.Completeness.Versions;

/// <summary>Version 1 of <see cref="CountCompleteness"/>, from before versions had numbers.</summary>
public static class CountCompleteness1
{
    /// <summary>The orchestrator's name.</summary>
    public const string Name = "CountCompleteness";

    /// <summary>Runs the orchestration.</summary>
    [Function(Name)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var count =
            context.GetInput<CompletenessInput>() ?? throw new InvalidOperationException("The orchestration was started without an input.");
        await Task.WhenAll(
            Enumerable
                .Range(0, FirstGroups.Count)
                .Select(group =>
                    context.CallActivityAsync(
                        nameof(CompletenessActivities.CountMeters),
                        new CountMetersInput(count, group),
                        Background.Retried
                    )
                )
        );
    }
}
