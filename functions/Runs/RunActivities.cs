using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Functions.Ingestion;
using Settlement.Ledger.Runs;

namespace Settlement.Functions.Runs;

/// <summary>The activities of a Settlement Run. Each may be repeated, and run beside itself: it does the same again.</summary>
public sealed class RunActivities(RunComputation computation, RunStep step, EventHubs hubs, ILogger<RunActivities> logger)
{
    /// <summary>Reads how far the Event Hubs are filled.</summary>
    [Function(nameof(ReadHubPositions))]
    public Task<HubPositions> ReadHubPositions([ActivityTrigger] SettlementRunInput run, CancellationToken cancellation) =>
        step.DoAsync(run, nameof(ReadHubPositions), async () => new HubPositions(await hubs.LastEnqueuedAsync(cancellation)), cancellation);

    /// <summary>Records the cut and the versions, once ingestion has come far enough.</summary>
    [Function(nameof(OpenRun))]
    public Task<OpenedRun> OpenRun([ActivityTrigger] OpenRunInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return step.DoAsync(input.Run, nameof(OpenRun), () => computation.OpenAsync(input.Run.Key, input.Positions, input.LastChance, cancellation), cancellation);
    }

    /// <summary>Folds one group of shards.</summary>
    [Function(nameof(FoldShards))]
    public Task FoldShards([ActivityTrigger] FoldShardsInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return step.DoAsync(input.Run, $"{nameof(FoldShards)} {input.Group}", () => computation.FoldAsync(input.Run.Key, input.Group, cancellation), cancellation);
    }

    /// <summary>Puts together what each period is settled from.</summary>
    [Function(nameof(AssemblePeriods))]
    public Task AssemblePeriods([ActivityTrigger] SettlementRunInput run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        return step.DoAsync(run, nameof(AssemblePeriods), () => computation.AssembleAsync(run.Key, cancellation), cancellation);
    }

    /// <summary>Settles one Settlement Period.</summary>
    [Function(nameof(SettlePeriod))]
    public Task SettlePeriod([ActivityTrigger] SettlePeriodInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return step.DoAsync(input.Run, $"{nameof(SettlePeriod)} {input.Period}", () => computation.SettleAsync(input.Run.Key, input.Period, cancellation), cancellation);
    }

    /// <summary>Adds up the day and ends the run.</summary>
    [Function(nameof(CloseRun))]
    public async Task<SettlementRunOutput> CloseRun([ActivityTrigger] SettlementRunInput run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var record = await step.DoAsync(run, nameof(CloseRun), () => computation.CloseAsync(run.Key, cancellation), cancellation);
        logger.RunEnded(run.Run, run.Day, run.Attempt, record.State, record.Reasons.Count);
        return new SettlementRunOutput(record.State, record.Reasons.Count);
    }
}
