using Microsoft.Extensions.Logging;

namespace Settlement.Functions;

/// <summary>Everything that the functions log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Took {Events} new events of {Hub}/{Partition}: {Accepted} objects accepted, {Rejected} rejected.")]
    public static partial void Ingested(this ILogger logger, string hub, int partition, int events, int accepted, int rejected);

    [LoggerMessage(2, LogLevel.Information, "Run {Run} of {Day} started as attempt {Attempt}.")]
    public static partial void RunStarted(this ILogger logger, string run, string day, int attempt);

    [LoggerMessage(3, LogLevel.Information, "Run {Run} of {Day}, attempt {Attempt}, is {State}; {Reasons} reasons.")]
    public static partial void RunEnded(this ILogger logger, string run, string day, int attempt, string state, int reasons);

    [LoggerMessage(4, LogLevel.Error, "Run {Run} of {Day}, attempt {Attempt}, failed: {Failure}")]
    public static partial void RunFailed(this ILogger logger, string run, string day, int attempt, string failure);

    [LoggerMessage(5, LogLevel.Information, "No run is driven: the setting '{Setting}' names no first Settlement Day.")]
    public static partial void NothingDriven(this ILogger logger, string setting);

    [LoggerMessage(6, LogLevel.Error, "Run {Run} of {Day} is due and could not be started.")]
    public static partial void DueRunNotStarted(this ILogger logger, Exception exception, string run, string day);

    [LoggerMessage(7, LogLevel.Error, "Partition {Partition} of {Hub} does not go on.")]
    public static partial void IngestFailed(this ILogger logger, Exception exception, string hub, int partition);

    [LoggerMessage(
        8,
        LogLevel.Warning,
        "Partition {Partition} of {Hub} stood still; {Events} events that the trigger passed over were read from the hub."
    )]
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

    [LoggerMessage(13, LogLevel.Error, "The blocks of {Day} in partition {Partition} were not merged or swept; it is tried again later.")]
    public static partial void UpkeepFailed(this ILogger logger, Exception exception, string day, int partition);

    [LoggerMessage(14, LogLevel.Information, "{Who} asked to {What} {Of}: {Why}")]
    public static partial void AuditRecorded(this ILogger logger, string who, string what, string of, string why);

    [LoggerMessage(15, LogLevel.Information, "Run {Run} of {Day}, attempt {Attempt}, was computed again from every reading: equal.")]
    public static partial void RunVerified(this ILogger logger, string run, string day, int attempt);

    [LoggerMessage(
        16,
        LogLevel.Critical,
        "Run {Run} of {Day}, attempt {Attempt}, was computed again from every reading and is not what was stored: {Difference} Find out which of the two is wrong before anything of that day is settled again."
    )]
    public static partial void RunNotVerified(this ILogger logger, string run, string day, int attempt, string difference);

    [LoggerMessage(
        17,
        LogLevel.Error,
        "Run {Run} of {Day}, attempt {Attempt}, could not be computed again; it is tried again after the others."
    )]
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

    [LoggerMessage(
        20,
        LogLevel.Warning,
        "{Step} of run {Run} of {Day} found storage unavailable, for the {Attempt}. time; it is tried again."
    )]
    public static partial void RunStepRepeated(this ILogger logger, Exception exception, string step, string run, string day, int attempt);

    [LoggerMessage(
        21,
        LogLevel.Error,
        "That run {Run} of {Day}, attempt {Attempt}, failed could not be recorded; it is recorded when somebody next looks."
    )]
    public static partial void RunFailureNotRecorded(this ILogger logger, Exception exception, string run, string day, int attempt);

    [LoggerMessage(23, LogLevel.Error, "The app is not ready: {What} cannot be used.")]
    public static partial void NotReady(this ILogger logger, Exception exception, string what);
}
