using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Domain.Market;
using Settlement.Functions.Ingestion;
using Settlement.Functions.Orchestrations;
using Settlement.Runs.Computation;
using Settlement.Runs.Records;
using Settlement.Runs.Scheduling;

namespace Settlement.Functions.Runs;

/// <summary>The activities of a Settlement Run. Each may be repeated, and run beside itself: it does the same again.</summary>
public sealed class RunActivities(RunComputation computation, RunStep step, RequiredPositions required, ILogger<RunActivities> logger)
{
    /// <summary>An orchestration's custom status, which names these partitions, may have 16 KB.</summary>
    private const int MaxBehind = 100;

    /// <summary>Reads how far the Event Hubs are filled, for version 1.</summary>
    [Function(nameof(ReadHubPositions))]
    public Task<HubPositions> ReadHubPositions([ActivityTrigger] SettlementRunInput run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        return step.RunAsync(
            run.Key,
            new RunStepName(nameof(ReadHubPositions)),
            async _ => new HubPositions(await required.ListAsync(cancellationToken)),
            cancellationToken
        );
    }

    /// <summary>Reads how far the Event Hubs are filled and keeps it beside the attempt's results.</summary>
    [Function(nameof(RecordHubPositions))]
    public Task RecordHubPositions([ActivityTrigger] SettlementRunInput run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        return step.RunAsync(
            run.Key,
            new RunStepName(nameof(RecordHubPositions)),
            async _ => await computation.RecordPositionsAsync(run.Key, await required.ListAsync(cancellationToken), cancellationToken),
            cancellationToken
        );
    }

    /// <summary>Records the cut and the versions, once ingestion has come as far as the recorded positions.</summary>
    [Function(nameof(TryOpenRun))]
    public async Task<RunOpening> TryOpenRun([ActivityTrigger] TryOpenRunInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var key = input.Run.Key;
        var opened = await step.RunAsync(
            input.Run.Key,
            new RunStepName(nameof(TryOpenRun)),
            attempt => computation.OpenAsync(attempt, input.LastChance, cancellationToken),
            cancellationToken
        );
        return new RunOpening(opened.IsOpen, [.. opened.LaggingPartitions.Take(MaxBehind)], opened.FoldGroups, key.Day.Periods);
    }

    /// <summary>Records the cut and the versions, once ingestion has come far enough, for version 1.</summary>
    [Function(nameof(OpenRun))]
    public Task<OpenedRun> OpenRun([ActivityTrigger] OpenRunInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return step.RunAsync(
            input.Run.Key,
            new RunStepName(nameof(OpenRun)),
            attempt => computation.OpenAsync(attempt, input.Positions, input.LastChance, FirstGroups.Count, cancellationToken),
            cancellationToken
        );
    }

    /// <summary>Folds one group of shards.</summary>
    [Function(nameof(FoldShards))]
    public Task FoldShards([ActivityTrigger] FoldShardsInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return step.RunAsync(
            input.Run.Key,
            new RunStepName(nameof(FoldShards), $"{input.Group}"),
            attempt => computation.FoldAsync(attempt, input.Group, cancellationToken),
            cancellationToken
        );
    }

    /// <summary>Puts together what each period is settled from.</summary>
    [Function(nameof(AssemblePeriods))]
    public Task AssemblePeriods([ActivityTrigger] SettlementRunInput run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        return step.RunAsync(
            run.Key,
            new RunStepName(nameof(AssemblePeriods)),
            attempt => computation.AssembleAsync(attempt, cancellationToken),
            cancellationToken
        );
    }

    /// <summary>Settles one Settlement Period.</summary>
    [Function(nameof(SettlePeriod))]
    public Task SettlePeriod([ActivityTrigger] SettlePeriodInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return step.RunAsync(
            input.Run.Key,
            new RunStepName(nameof(SettlePeriod), $"{input.Period}"),
            attempt => computation.SettleAsync(attempt, input.Period, cancellationToken),
            cancellationToken
        );
    }

    /// <summary>Adds up the day and ends the run.</summary>
    [Function(nameof(CloseRun))]
    public async Task<SettlementRunOutput> CloseRun([ActivityTrigger] SettlementRunInput run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var record = await step.RunAsync(
            run.Key,
            new RunStepName(nameof(CloseRun)),
            attempt => computation.CloseAsync(attempt, cancellationToken),
            cancellationToken
        );
        logger.RunEnded(run.Run, run.Day, run.Attempt, record.State.Text(), record.Reasons.Count);
        return new SettlementRunOutput(record.State.Text(), record.Reasons.Count);
    }
}
