using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Runs;

namespace Settlement.Functions.Runs;

/// <summary>
/// The orchestration of one attempt at a Settlement Run: open (record the cut) ► fold in groups ► assemble ► settle 46, 48 or 50 periods ► close.
/// The run record decides what counts; an attempt that another has followed changes nothing any more.
/// </summary>
public static class SettlementRun
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Storage that fails for a while must not fail a run: five attempts over about half a minute.</summary>
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromSeconds(2), 2));

    /// <summary>Runs the orchestration.</summary>
    [Function(nameof(SettlementRun))]
    public static async Task<SettlementRunOutput> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run = context.GetInput<SettlementRunInput>() ?? throw new InvalidOperationException("The orchestration was started without an input.");
        try
        {
            await OpenAsync(context, run);
            context.SetCustomStatus(new SettlementRunStatus("fold"));
            await Task.WhenAll(Enumerable.Range(0, RunComputation.FoldGroups)
                .Select(group => context.CallActivityAsync(nameof(RunActivities.FoldShards), new FoldShardsInput(run, group), Retried)));
            await context.CallActivityAsync(nameof(RunActivities.AssemblePeriods), run, Retried);
            context.SetCustomStatus(new SettlementRunStatus("settle"));
            await Task.WhenAll(Enumerable.Range(1, SettlementDay.Parse(run.Day).Periods)
                .Select(period => context.CallActivityAsync(nameof(RunActivities.SettlePeriod), new SettlePeriodInput(run, period), Retried)));
            context.SetCustomStatus(new SettlementRunStatus("close"));
            var output = await context.CallActivityAsync<SettlementRunOutput>(nameof(RunActivities.CloseRun), run, Retried);
            context.SetCustomStatus(new SettlementRunStatus(output.State));
            return output;
        }
        catch (TaskFailedException e)
        {
            var failure = $"{e.TaskName}: {e.FailureDetails.ErrorType}: {e.FailureDetails.ErrorMessage}";
            await context.CallActivityAsync(nameof(RunActivities.FailRun), new FailRunInput(run, failure), Retried);
            throw;
        }
    }

    private static async Task OpenAsync(TaskOrchestrationContext context, SettlementRunInput run)
    {
        var deadline = context.CurrentUtcDateTime.AddSeconds(run.WaitSeconds);
        var hubs = await context.CallActivityAsync<HubPositions>(nameof(RunActivities.ReadHubPositions), run, Retried);
        while (true)
        {
            var lastChance = context.CurrentUtcDateTime >= deadline;
            var opened = await context.CallActivityAsync<OpenRunOutput>(nameof(RunActivities.OpenRun), new OpenRunInput(run, hubs.Positions, lastChance), Retried);
            if (lastChance || opened.Behind.Count == 0)
                return;
            context.SetCustomStatus(new SettlementRunStatus("wait for ingestion", opened.Behind));
            await context.CreateTimer(LookAgain, CancellationToken.None);
        }
    }
}
