using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Settlement.Functions.Http;
using Settlement.Ledger.Completeness;

namespace Settlement.Functions.Completeness;

/// <summary>Counts the meters of a day that is too large for one request, group by group.</summary>
public sealed class CountCompleteness(CompletenessCount completeness)
{
    /// <summary>Runs the orchestration.</summary>
    [Function(nameof(CountCompleteness))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var count = context.GetInput<CompletenessInput>() ?? throw new InvalidOperationException("The orchestration was started without an input.");
        await Task.WhenAll(Enumerable.Range(0, CompletenessCount.Groups)
            .Select(group => context.CallActivityAsync(nameof(CountMeters), new CountMetersInput(count, group), Background.Retried)));
    }

    /// <summary>Counts the meters of a group.</summary>
    [Function(nameof(CountMeters))]
    public async Task CountMeters([ActivityTrigger] CountMetersInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        await completeness.CountAsync(input.Count.Key, input.Count.Cut, input.Group, cancellation);
    }
}
