using Microsoft.Extensions.Logging;

namespace Settlement.Functions;

/// <summary>Everything that the functions log.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1,
        LogLevel.Debug,
        "Ingested {Events} new events of {Hub}/{Partition}: {Accepted} objects accepted, {Rejected} rejected."
    )]
    public static partial void Ingested(this ILogger logger, string hub, int partition, int events, int accepted, int rejected);

    [LoggerMessage(3, LogLevel.Information, "Run {Run} of {Day}, attempt {Attempt}, is {State}; {Reasons} reasons.")]
    public static partial void RunEnded(this ILogger logger, string run, string day, int attempt, string state, int reasons);

    [LoggerMessage(7, LogLevel.Error, "Ingesting {Hub}/{Partition} failed; retrying.")]
    public static partial void IngestFailed(this ILogger logger, Exception exception, string hub, int partition);

    [LoggerMessage(8, LogLevel.Warning, "{Hub}/{Partition} was lagging; ingested {Events} events that the trigger had skipped.")]
    public static partial void CaughtUp(this ILogger logger, string hub, int partition, int events);

    [LoggerMessage(9, LogLevel.Information, "{Rejects} rejected objects were sent again.")]
    public static partial void RejectsReplayed(this ILogger logger, int rejects);

    [LoggerMessage(10, LogLevel.Warning, "{By} set events {From} to {To} of {Hub}/{Partition} aside: {Why}")]
    public static partial void EventsSetAside(this ILogger logger, string by, long from, long to, string hub, int partition, string why);

    [LoggerMessage(
        11,
        LogLevel.Information,
        "In partition {Partition} {Blocks} blocks of {Bytes} bytes were merged into {Into} of {BytesInto} bytes."
    )]
    public static partial void BlocksMerged(this ILogger logger, int partition, int blocks, int into, long bytes, long bytesInto);

    [LoggerMessage(
        12,
        LogLevel.Information,
        "In partition {Partition} {Blocks} blocks that merges have replaced, or that crashes have left, were deleted."
    )]
    public static partial void BlocksSwept(this ILogger logger, int partition, int blocks);

    [LoggerMessage(13, LogLevel.Error, "Merging or sweeping the blocks of {Day} in partition {Partition} failed; retrying later.")]
    public static partial void UpkeepFailed(this ILogger logger, Exception exception, string day, int partition);

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

    [LoggerMessage(
        22,
        LogLevel.Error,
        "The movement from {From} to {To} of {Day} is not explained: effects lie {Apart} GBP from the differences, causes sum to {Sum} GBP."
    )]
    public static partial void MovementNotExplained(this ILogger logger, string from, string to, string day, decimal apart, decimal sum);

    [LoggerMessage(23, LogLevel.Error, "The app is not ready: {What} cannot be used.")]
    public static partial void NotReady(this ILogger logger, Exception exception, string what);
}
