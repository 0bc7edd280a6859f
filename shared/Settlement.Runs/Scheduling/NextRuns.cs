using Microsoft.Extensions.Logging;
using NodaTime;
using Settlement.Domain.Market;
using Settlement.Domain.Timetable;
using Settlement.Reference;
using Settlement.Runs.Records;

namespace Settlement.Runs.Scheduling;

/// <summary>
/// Decides what is next for a Settlement Day. Its runs go one after another, for each is compared with the one before.
/// A run that was never started is due for as long as the day is looked at; one that failed is started again after a growing pause, a
/// bounded number of times; an inexact one when something that it lacked has come, until the day's next run falls due.
/// What an operator has suspended or terminated is theirs.
/// </summary>
public sealed class NextRuns(
    RunRepair repair,
    RetryDecision newInputs,
    IIngestionProgress ingestion,
    ReferenceStore references,
    TimeProvider clock,
    ILogger<NextRuns> logger
)
{
    /// <summary>How many attempts at a run there may be before the driver leaves one that failed to an operator.</summary>
    public const int MaxAttempts = 5;

    private const int MaxLogged = 1_000;

    private static readonly Duration FirstPause = Duration.FromMinutes(5);
    private static readonly Duration LongestPause = Duration.FromDays(1);

    private readonly HashSet<string> _logged = [];
    private readonly Lock _logLock = new();

    /// <summary>How long after an attempt has ended the next one is started at the earliest.</summary>
    public static Duration PauseAfter(int attempt) => Duration.Min(LongestPause, FirstPause * (1L << Math.Clamp(attempt - 1, 0, 20)));

    /// <summary>What is next for a day, or null where everything that is due is done with.</summary>
    /// <param name="orchestrations">The orchestrations of runs.</param>
    /// <param name="due">The runs of a day that are due, in timetable order.</param>
    /// <param name="records">The day's records.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    internal async Task<NextRun?> FindAsync(
        IRunOrchestrations orchestrations,
        IReadOnlyList<DueRun> due,
        IReadOnlyList<RunRecord> records,
        CancellationToken cancellationToken
    )
    {
        for (var i = 0; i < due.Count; i++)
        {
            var record = records.LastOrDefault(record => record.Run == due[i].Run);
            NextStep? step = record?.State switch
            {
                null => NextStep.Start,
                RunState.Running or RunState.Failed => await OfUnfinishedAsync(orchestrations, record, cancellationToken),
                RunState.Inexact when i + 1 == due.Count => await OfInexactAsync(record, cancellationToken),
                _ => null,
            };
            if (step is { } next)
            {
                return new NextRun(due[i], next, record?.Attempt ?? 0);
            }
        }

        return null;
    }

    /// <summary>Of one that has not come to a result: its orchestration says more than its record, which may be out of date or of before a rewind.</summary>
    private async Task<NextStep?> OfUnfinishedAsync(
        IRunOrchestrations orchestrations,
        RunRecord record,
        CancellationToken cancellationToken
    )
    {
        var orchestration = await orchestrations.FindAsync(record.Key, cancellationToken);
        switch (orchestration?.State)
        {
            case null when record.State == RunState.Running:
                // The start died, or is about to come, between the record and its orchestration: it is taken up.
                return NextStep.Start;
            case OrchestrationState.Suspended:
                if (LogOnce(record, "suspended"))
                {
                    logger.SuspendedRunLeft(record.Run, record.Day.ToString(), record.Key.InstanceId);
                }
                return NextStep.Wait;
            case null or OrchestrationState.Ended:
                var repaired = await repair.RepairAsync(orchestrations, record, cancellationToken);
                return repaired.State == RunState.Failed ? OfFailed(repaired) : NextStep.Wait;
            default:
                return NextStep.Running;
        }
    }

    private NextStep? OfFailed(RunRecord record)
    {
        if (record.Failure is { Kind: RunFailureKind.Terminated })
        {
            if (LogOnce(record, "terminated"))
            {
                logger.TerminatedRunLeft(record.Run, record.Day.ToString(), record.Key.InstanceId);
            }
            return null;
        }

        if (record.Attempt < MaxAttempts)
        {
            return Paused(record);
        }
        if (LogOnce(record, "failed"))
        {
            logger.FailedRunLeft(record.Run, record.Day.ToString(), record.Attempt, record.Failure?.ToString() ?? "no reason was recorded");
        }
        return null;
    }

    private async Task<NextStep?> OfInexactAsync(RunRecord record, CancellationToken cancellationToken) =>
        await newInputs.IsWorthRetryingAsync(
            record,
            await ingestion.IngestedAsync(cancellationToken),
            await references.CurrentAsync(cancellationToken),
            cancellationToken
        )
            ? Paused(record)
            : null;

    private NextStep Paused(RunRecord record) =>
        record.Ended is { } ended && Instant.FromDateTimeOffset(clock.GetUtcNow()) < ended + PauseAfter(record.Attempt)
            ? NextStep.Wait
            : NextStep.Start;

    /// <summary>Whether something is said for the first time. A process says it once, however often it looks.</summary>
    private bool LogOnce(RunRecord record, string what)
    {
        lock (_logLock)
        {
            if (_logged.Count >= MaxLogged)
            {
                _logged.Clear();
            }
            return _logged.Add($"{record.Key.InstanceId} {what}");
        }
    }
}
