using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Functions.Ingestion;
using Settlement.Ledger.Runs;

namespace Settlement.Functions.Runs;

/// <summary>The activities of a Settlement Run. Each may be repeated: it does the same again.</summary>
public sealed class RunActivities(RunComputation computation, EventHubs hubs, ILogger<RunActivities> logger)
{
    /// <summary>Reads how far the Event Hubs are filled.</summary>
    [Function(nameof(ReadHubPositions))]
    public async Task<HubPositions> ReadHubPositions([ActivityTrigger] SettlementRunInput run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new HubPositions(await hubs.LastEnqueuedAsync(cancellation));
    }

    /// <summary>Records the cut and the versions, once ingestion has come far enough.</summary>
    [Function(nameof(OpenRun))]
    public async Task<OpenRunOutput> OpenRun([ActivityTrigger] OpenRunInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new OpenRunOutput(await computation.OpenAsync(input.Run.Key, input.Positions, input.LastChance, cancellation));
    }

    /// <summary>Folds one group of shards.</summary>
    [Function(nameof(FoldShards))]
    public async Task FoldShards([ActivityTrigger] FoldShardsInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        await computation.FoldAsync(input.Run.Key, input.Group, cancellation);
    }

    /// <summary>Puts together what each period is settled from.</summary>
    [Function(nameof(AssemblePeriods))]
    public async Task AssemblePeriods([ActivityTrigger] SettlementRunInput run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        await computation.AssembleAsync(run.Key, cancellation);
    }

    /// <summary>Settles one Settlement Period.</summary>
    [Function(nameof(SettlePeriod))]
    public async Task SettlePeriod([ActivityTrigger] SettlePeriodInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        await computation.SettleAsync(input.Run.Key, input.Period, cancellation);
    }

    /// <summary>Adds up the day and ends the run.</summary>
    [Function(nameof(CloseRun))]
    public async Task<SettlementRunOutput> CloseRun([ActivityTrigger] SettlementRunInput run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var record = await computation.CloseAsync(run.Key, cancellation);
        logger.RunEnded(run.Run, run.Day, run.Attempt, record.State, record.Reasons.Count);
        return new SettlementRunOutput(record.State, record.Reasons.Count);
    }

    /// <summary>Records that the run broke off.</summary>
    [Function(nameof(FailRun))]
    public async Task FailRun([ActivityTrigger] FailRunInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        logger.RunFailed(input.Run.Run, input.Run.Day, input.Run.Attempt, input.Failure);
        await computation.FailAsync(input.Run.Key, input.Failure, cancellation);
    }
}
