using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Settlement.Functions.Runs.Versions;

/// <summary>
/// Version 2 of <see cref="SettlementRun"/>: waits longer from look to look, leaves the positions that are waited for in storage, and is
/// given by the opening how many groups and periods there are.
/// </summary>
public static class SettlementRun2
{
    /// <summary>The orchestrator's name.</summary>
    public const string Name = "SettlementRun_2";

    /// <summary>The longest wait for ingestion, in seconds; it bounds the history.</summary>
    internal const int MaxWaitSeconds = 3_600;

    /// <summary>Runs the orchestration.</summary>
    [Function(Name)]
    public static async Task<SettlementRunOutput> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var run =
            context.GetInput<SettlementRunInput>()
            ?? throw new InvalidOperationException("The orchestration was started without an input.");
        var opening = await OpenAsync(context, run);
        context.SetCustomStatus(new SettlementRunStatus("fold"));
        await Task.WhenAll(
            Enumerable
                .Range(0, opening.FoldGroups)
                .Select(group => context.CallActivityAsync(nameof(RunActivities.FoldShards), new FoldShardsInput(run, group)))
        );
        await context.CallActivityAsync(nameof(RunActivities.AssemblePeriods), run);
        context.SetCustomStatus(new SettlementRunStatus("settle"));
        await Task.WhenAll(
            Enumerable
                .Range(1, opening.Periods)
                .Select(period => context.CallActivityAsync(nameof(RunActivities.SettlePeriod), new SettlePeriodInput(run, period)))
        );
        context.SetCustomStatus(new SettlementRunStatus("close"));
        var output = await context.CallActivityAsync<SettlementRunOutput>(nameof(RunActivities.CloseRun), run);
        context.SetCustomStatus(new SettlementRunStatus(output.State));
        return output;
    }

    /// <summary>Looks after 1, 2, 5, 15 and then every 30 seconds, and for the last time when the wait is over.</summary>
    private static async Task<RunOpening> OpenAsync(TaskOrchestrationContext context, SettlementRunInput run)
    {
        if (run.WaitSeconds is < 0 or > MaxWaitSeconds)
        {
            throw new InvalidOperationException(
                $"WaitSeconds is {run.WaitSeconds}; a run waits 0 to {MaxWaitSeconds} seconds for ingestion. Start it with such a number."
            );
        }

        await context.CallActivityAsync(nameof(RunActivities.RecordHubPositions), run);
        // Counted from when the hubs were read: the app may have been down since the start.
        var deadline = context.CurrentUtcDateTime.AddSeconds(run.WaitSeconds);
        int[] delays = [1, 2, 5, 15, 30];
        // One more than there is time for, so that clocks that differ do not cut the wait short.
        var lastLook = delays.Length + (run.WaitSeconds / delays[^1]) + 1;
        for (var look = 0; look <= lastLook; look++)
        {
            var left = deadline - context.CurrentUtcDateTime;
            var input = new TryOpenRunInput(run, left <= TimeSpan.Zero || look == lastLook);
            var opening = await context.CallActivityAsync<RunOpening>(nameof(RunActivities.TryOpenRun), input);
            if (opening.IsOpen)
            {
                return opening;
            }

            context.SetCustomStatus(new SettlementRunStatus("wait for ingestion", opening.LaggingPartitions));
            var delay = TimeSpan.FromSeconds(delays[Math.Min(look, delays.Length - 1)]);
            await context.CreateTimer(delay < left ? delay : left, CancellationToken.None);
        }

        throw new InvalidOperationException($"{nameof(RunActivities.TryOpenRun)} did not open the run at the last chance.");
    }
}
