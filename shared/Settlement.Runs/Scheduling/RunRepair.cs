using Microsoft.Extensions.Logging;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Runs.Records;

namespace Settlement.Runs.Scheduling;

/// <summary>
/// Mends records that say <c>running</c> though their orchestration has ended: because storage was down when a step wanted to record its failure,
/// or because an operator terminated it.
/// </summary>
public sealed class RunRepair(RunStore runs, ILogger<RunRepair> logger)
{
    /// <summary>Looks at every record from a day on.</summary>
    /// <param name="orchestrations">The orchestrations of runs.</param>
    /// <param name="from">The first Settlement Day; null for all.</param>
    /// <param name="cancellationToken">Stops between two records.</param>
    public async Task RepairAllAsync(IRunOrchestrations orchestrations, SettlementDay? from, CancellationToken cancellationToken)
    {
        await foreach (var record in runs.ListAllAsync(from, cancellationToken))
        {
            await RepairAsync(orchestrations, record, cancellationToken);
        }
    }

    /// <summary>Looks at one record and mends it where that is needed.</summary>
    /// <returns>The record as it is now.</returns>
    public async Task<RunRecord> RepairAsync(IRunOrchestrations orchestrations, RunRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(orchestrations);
        ArgumentNullException.ThrowIfNull(record);
        if (
            record.State != RunState.Running
            || await orchestrations.FindAsync(record.Key, cancellationToken)
                is not { State: OrchestrationState.Ended, Failure: { } failure }
        )
        {
            return record;
        }
        try
        {
            var mended = await runs.EndAsync(record.Key, run => run with { State = RunState.Failed, Failure = failure }, cancellationToken);
            // It may have come to its result since the record was read.
            if (!mended.HasResult)
            {
                logger.RunFailed(record.Run, record.Day.ToString(), record.Attempt, failure.ToString());
            }
            return mended;
        }
        catch (RunConflictException)
        {
            // Another attempt has followed meanwhile.
            return await runs.FindAsync(record.Day, record.Run, cancellationToken) ?? record;
        }
    }
}
