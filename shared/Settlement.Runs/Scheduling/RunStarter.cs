using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Runs.Records;

namespace Settlement.Runs.Scheduling;

/// <summary>Starts Settlement Runs: the record first, then the orchestration, so that a start that dies in between can be taken up.</summary>
public sealed class RunStarter(RunStore runs, RunRepair repair, IOptions<SchedulingOptions> options, ILogger<RunStarter> logger)
{
    /// <summary>Starts the next attempt at a run. One whose orchestration goes on is running, whatever its record says: it may have been rewound.</summary>
    /// <returns>The id of its orchestration.</returns>
    /// <exception cref="RunConflictException">The run is running or closed.</exception>
    public Task<string> StartAsync(IRunOrchestrations orchestrations, SettlementDay day, string run, CancellationToken cancellationToken) =>
        StartAsync(orchestrations, day, run, null, cancellationToken);

    /// <summary>Starts the attempt at a run that follows a certain one, so that two who saw the same start it once.</summary>
    /// <param name="orchestrations">The orchestrations of runs.</param>
    /// <param name="day">The Settlement Day.</param>
    /// <param name="run">The run code.</param>
    /// <param name="seen">The last attempt that the caller knows of, 0 for none; null follows any.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <returns>The id of its orchestration.</returns>
    /// <exception cref="RunConflictException">The run is running or closed, or has another last attempt.</exception>
    public async Task<string> StartAsync(
        IRunOrchestrations orchestrations,
        SettlementDay day,
        string run,
        int? seen,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(orchestrations);
        if (await runs.FindAsync(day, run, cancellationToken) is { HasResult: false } current)
        {
            var orchestration = await orchestrations.FindAsync(current.Key, cancellationToken);
            if (orchestration is null && current.State == RunState.Running)
            {
                return await ScheduleAsync(orchestrations, current.Key, cancellationToken);
            }
            if (orchestration is { State: not OrchestrationState.Ended })
            {
                throw new RunConflictException(
                    current.State == RunState.Running
                        ? $"Run {run} of {day} is running (attempt {current.Attempt})."
                        : $"Run {run} of {day} has failed (attempt {current.Attempt}), but its orchestration goes on: it is ending, or it was rewound."
                );
            }
            await repair.RepairAsync(orchestrations, current, cancellationToken);
        }

        var key = await runs.BeginAsync(day, run, seen, cancellationToken);
        logger.RunStarted(run, day.ToString(), key.Attempt);
        return await ScheduleAsync(orchestrations, key, cancellationToken);
    }

    private async Task<string> ScheduleAsync(IRunOrchestrations orchestrations, RunKey key, CancellationToken cancellationToken) =>
        await orchestrations.TryStartAsync(key, options.Value.IngestWaitSeconds, cancellationToken)
            ? key.InstanceId
            // Two starts at once: the other saw the record before its orchestration was there, and has taken it up.
            // There is one run, and it is theirs.
            : throw new RunConflictException($"Run {key.Run} of {key.Day} was started by another at the same time.");
}
