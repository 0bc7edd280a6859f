using Microsoft.Extensions.Logging;

namespace Settlement.Runs.Scheduling;

/// <summary>What starting, repairing and computing runs logs.</summary>
internal static partial class SchedulingLog
{
    [LoggerMessage(40, LogLevel.Error, "Finding the next run of {Day} failed; retrying in five minutes.")]
    public static partial void DayNotDriven(this ILogger logger, Exception exception, string day);

    [LoggerMessage(
        41,
        LogLevel.Error,
        "Run {Run} of {Day} is due, but attempt {Attempt} failed and no more attempts are made: {Failure}. Correct the cause, then POST /api/settlement/{Day}/{Run}."
    )]
    public static partial void FailedRunLeft(this ILogger logger, string run, string day, int attempt, string failure);

    [LoggerMessage(
        42,
        LogLevel.Warning,
        "Run {Run} of {Day} is due, but an operator terminated its orchestration {Instance}. To start it again, POST /api/settlement/{Day}/{Run}."
    )]
    public static partial void TerminatedRunLeft(this ILogger logger, string run, string day, string instance);

    [LoggerMessage(
        44,
        LogLevel.Warning,
        "No bank holiday from {Today} on is loaded, so that run dates may come out too early: PUT /api/reference/holidays."
    )]
    public static partial void HolidaysRunOut(this ILogger logger, string today);

    [LoggerMessage(
        43,
        LogLevel.Warning,
        "Run {Run} of {Day} is due, but an operator suspended its orchestration {Instance}; the later runs of that day wait until it is resumed or terminated."
    )]
    public static partial void SuspendedRunLeft(this ILogger logger, string run, string day, string instance);

    [LoggerMessage(2, LogLevel.Information, "Run {Run} of {Day} started as attempt {Attempt}.")]
    public static partial void RunStarted(this ILogger logger, string run, string day, int attempt);

    [LoggerMessage(4, LogLevel.Error, "Run {Run} of {Day}, attempt {Attempt}, failed: {Failure}")]
    public static partial void RunFailed(this ILogger logger, string run, string day, int attempt, string failure);

    [LoggerMessage(5, LogLevel.Information, "No run is started: the setting '{Setting}' names no first Settlement Day.")]
    public static partial void NothingDriven(this ILogger logger, string setting);

    [LoggerMessage(6, LogLevel.Error, "Starting run {Run} of {Day} failed; retrying in five minutes.")]
    public static partial void DueRunNotStarted(this ILogger logger, Exception exception, string run, string day);

    [LoggerMessage(20, LogLevel.Warning, "{Step} of run {Run} of {Day}: storage is unavailable on attempt {Attempt}; retrying.")]
    public static partial void RunStepRepeated(this ILogger logger, Exception exception, string step, string run, string day, int attempt);

    [LoggerMessage(
        21,
        LogLevel.Error,
        "Recording the failure of run {Run} of {Day}, attempt {Attempt}, failed; it is recorded at the next check of the run."
    )]
    public static partial void RunFailureNotRecorded(this ILogger logger, Exception exception, string run, string day, int attempt);
}
