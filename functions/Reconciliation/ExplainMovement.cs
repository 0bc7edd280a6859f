using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Settlement.Domain.Calendar;
using Settlement.Functions.Http;
using Settlement.Ledger.Reconciliation;

namespace Settlement.Functions.Reconciliation;

/// <summary>
/// The orchestration that explains what moved between two closed runs: compare the readings in groups ► assemble ► settle each period after every
/// cause ► add up. Whoever asks again after a failure starts it again; every step gives the same once more.
/// </summary>
public static class ExplainMovement
{
    /// <summary>Runs the orchestration.</summary>
    [Function(nameof(ExplainMovement))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var movement = context.GetInput<MovementInput>() ?? throw new InvalidOperationException("The orchestration was started without an input.");
        await Task.WhenAll(Enumerable.Range(0, RunMovement.Groups)
            .Select(group => context.CallActivityAsync(nameof(MovementActivities.CompareReadings), new MovementStepInput(movement, group), Background.Retried)));
        await context.CallActivityAsync(nameof(MovementActivities.AssembleMovement), movement, Background.Retried);
        await Task.WhenAll(Enumerable.Range(1, SettlementDay.Parse(movement.Day).Periods)
            .Select(period => context.CallActivityAsync(nameof(MovementActivities.MeasurePeriod), new MovementStepInput(movement, period), Background.Retried)));
        await context.CallActivityAsync(nameof(MovementActivities.CloseMovement), movement, Background.Retried);
    }
}
