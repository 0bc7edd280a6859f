using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Settlement.Functions.Orchestrations;
using Settlement.Runs.Computation;

namespace Settlement.Functions.Runs.Versions;

/// <summary>Version 1 of <see cref="SettlementRun"/>: looks every second whether ingestion has come far enough.</summary>
public static class SettlementRun1
{
    /// <summary>The orchestrator's name.</summary>
    public const string Name = "SettlementRun_1";

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Runs the orchestration.</summary>
    [Function(Name)]
    public static async Task<SettlementRunOutput> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run =
            context.GetInput<SettlementRunInput>()
            ?? throw new InvalidOperationException("The orchestration was started without an input.");
        await OpenAsync(context, run);
        context.SetCustomStatus(new SettlementRunStatus("fold"));
        await Task.WhenAll(
            Enumerable
                .Range(0, FirstGroups.Count)
                .Select(group => context.CallActivityAsync(nameof(RunActivities.FoldShards), new FoldShardsInput(run, group)))
        );
        await context.CallActivityAsync(nameof(RunActivities.AssemblePeriods), run);
        context.SetCustomStatus(new SettlementRunStatus("settle"));
        await Task.WhenAll(
            Enumerable
                .Range(1, FirstCalendar.PeriodsOf(run.Day))
                .Select(period => context.CallActivityAsync(nameof(RunActivities.SettlePeriod), new SettlePeriodInput(run, period)))
        );
        context.SetCustomStatus(new SettlementRunStatus("close"));
        var output = await context.CallActivityAsync<SettlementRunOutput>(nameof(RunActivities.CloseRun), run);
        context.SetCustomStatus(new SettlementRunStatus(output.State));
        return output;
    }

    private static async Task OpenAsync(TaskOrchestrationContext context, SettlementRunInput run)
    {
        var hubs = await context.CallActivityAsync<HubPositions>(nameof(RunActivities.ReadHubPositions), run);
        // Counted from when the hubs were read: the app may have been down since the start.
        var deadline = context.CurrentUtcDateTime.AddSeconds(run.WaitSeconds);
        var opened = await TryOpenAsync();
        while (!opened.IsOpen)
        {
            context.SetCustomStatus(new SettlementRunStatus("wait for ingestion", opened.LaggingPartitions));
            await context.CreateTimer(LookAgain, CancellationToken.None);
            opened = await TryOpenAsync();
        }

        Task<OpenedRun> TryOpenAsync()
        {
            var lastChance = context.CurrentUtcDateTime >= deadline;
            return context.CallActivityAsync<OpenedRun>(nameof(RunActivities.OpenRun), new OpenRunInput(run, hubs.Positions, lastChance));
        }
    }
}
