using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Functions.Runs.Versions;
using Settlement.Runs.Records;

namespace Settlement.Functions.Runs;

/// <summary>Starts Settlement Runs: the record first, then the orchestration, so that a start that dies in between can be taken up.</summary>
public sealed class RunStarter(RunStore runs, RunRepair watch, IConfiguration configuration, ILogger<RunStarter> logger)
{
    /// <summary>The setting for how many seconds the opening of a run waits for ingestion.</summary>
    public const string WaitSetting = "Settlement:IngestWaitSeconds";

    private const int DefaultWaitSeconds = 300;

    /// <summary>Starts the next attempt at a run. One whose orchestration goes on is running, whatever its record says: it may have been rewound.</summary>
    /// <returns>The id of its orchestration.</returns>
    /// <exception cref="RunConflictException">The run is running or closed.</exception>
    public Task<string> StartAsync(DurableTaskClient client, SettlementDay day, string run, CancellationToken cancellationToken) =>
        StartAsync(client, day, run, null, cancellationToken);

    /// <summary>Starts the attempt at a run that follows a certain one, so that two who saw the same start it once.</summary>
    /// <param name="client">The durable client.</param>
    /// <param name="day">The Settlement Day.</param>
    /// <param name="run">The run code.</param>
    /// <param name="seen">The last attempt that the caller knows of, 0 for none; null follows any.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <returns>The id of its orchestration.</returns>
    /// <exception cref="RunConflictException">The run is running or closed, or has another last attempt.</exception>
    /// <exception cref="InvalidOperationException">The setting cannot be used.</exception>
    public async Task<string> StartAsync(
        DurableTaskClient client,
        SettlementDay day,
        string run,
        int? seen,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        var wait = WaitSeconds();
        if (await runs.FindAsync(day, run, cancellationToken) is { HasResult: false } current)
        {
            var instance = await client.GetInstanceAsync(current.Key.InstanceId, cancellationToken);
            if (instance is null && current.State == RunState.Running)
            {
                return await ScheduleAsync(client, current.Key, wait, cancellationToken);
            }
            if (instance is { IsCompleted: false })
            {
                throw new RunConflictException(
                    current.State == RunState.Running
                        ? $"Run {run} of {day} is running (attempt {current.Attempt})."
                        : $"Run {run} of {day} has failed (attempt {current.Attempt}), but its orchestration goes on: it is ending, or it was rewound."
                );
            }
            await watch.RepairAsync(client, current, cancellationToken);
        }

        var key = await runs.BeginAsync(day, run, seen, cancellationToken);
        logger.RunStarted(run, day.ToString(), key.Attempt);
        return await ScheduleAsync(client, key, wait, cancellationToken);
    }

    private static async Task<string> ScheduleAsync(DurableTaskClient client, RunKey key, int wait, CancellationToken cancellationToken)
    {
        var input = new SettlementRunInput(key.Day.ToString(), key.Run, key.Attempt, wait);
        try
        {
            return await client.ScheduleNewOrchestrationInstanceAsync(SettlementRun.Newest, input, Once(key), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Two starts at once: the other saw the record before its orchestration was there, and has taken it up. There is one run, and it is theirs.
            if (await client.GetInstanceAsync(key.InstanceId, cancellationToken) is null)
            {
                throw;
            }
            throw new RunConflictException($"Run {key.Run} of {key.Day} was started by another at the same time.");
        }
    }

    private int WaitSeconds()
    {
        const int Max = SettlementRun2.MaxWaitSeconds;
        var seconds = configuration.GetValue(WaitSetting, DefaultWaitSeconds);
        return seconds is >= 0 and <= Max
            ? seconds
            : throw new InvalidOperationException(
                $"The setting '{WaitSetting}' is '{seconds}'; it must be how many seconds a run waits for ingestion, 0 to {Max}."
            );
    }

    /// <summary>An attempt has one orchestration: one that has ended must not be replaced either.</summary>
    private static StartOrchestrationOptions Once(RunKey key) =>
        new(key.InstanceId)
        {
            DedupeStatuses =
            [
                nameof(OrchestrationRuntimeStatus.Completed),
                nameof(OrchestrationRuntimeStatus.Failed),
                nameof(OrchestrationRuntimeStatus.Terminated),
            ],
        };
}
