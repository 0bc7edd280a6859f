using Microsoft.Extensions.Logging;

namespace Settlement.Functions.Operations;

/// <summary>What operating the platform logs: acts of operators, checks of closed runs, retention and health.</summary>
internal static partial class OperationsLog
{
    [LoggerMessage(10, LogLevel.Warning, "{By} set events {From} to {To} of {Hub}/{Partition} aside: {Why}")]
    public static partial void EventsSetAside(this ILogger logger, string by, long from, long to, string hub, int partition, string why);

    [LoggerMessage(24, LogLevel.Warning, "{By} opened epoch {Epoch} of {Hub}/{Partition}, after event {After}: {Why}")]
    public static partial void EpochOpened(this ILogger logger, string by, int epoch, string hub, int partition, long after, string why);

    [LoggerMessage(14, LogLevel.Information, "{Who} asked to {What} {Of}: {Why}")]
    public static partial void AuditRecorded(this ILogger logger, string who, string what, string of, string why);

    [LoggerMessage(
        15,
        LogLevel.Information,
        "Run {Run} of {Day}, attempt {Attempt}, was verified: recomputing it from every reading gave the same result."
    )]
    public static partial void RunVerified(this ILogger logger, string run, string day, int attempt);

    [LoggerMessage(
        16,
        LogLevel.Critical,
        "Run {Run} of {Day}, attempt {Attempt}, was computed again from every reading and is not what was stored: {Difference} Find out which of the two is wrong before anything of that day is settled again."
    )]
    public static partial void RunNotVerified(this ILogger logger, string run, string day, int attempt, string difference);

    [LoggerMessage(17, LogLevel.Error, "Run {Run} of {Day}, attempt {Attempt}, could not be verified; retrying after the others.")]
    public static partial void RunNotChecked(this ILogger logger, Exception exception, string run, string day, int attempt);

    [LoggerMessage(
        18,
        LogLevel.Warning,
        "{Day} is over {Months} months old and a run of its timetable has not closed: its readings are kept."
    )]
    public static partial void DayKept(this ILogger logger, string day, int months);

    [LoggerMessage(
        19,
        LogLevel.Information,
        "Purged: readings of {Days} days, results of {Results}, {Rejects} rows of rejects, {Orchestrations} orchestrations."
    )]
    public static partial void Purged(this ILogger logger, int days, int results, int rejects, int orchestrations);

    [LoggerMessage(23, LogLevel.Error, "The app is not ready: {What} cannot be used.")]
    public static partial void NotReady(this ILogger logger, Exception exception, string what);
}
