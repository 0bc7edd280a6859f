using Microsoft.Extensions.Logging;

namespace Settlement.Functions.Runs;

/// <summary>What the drivers of runs log.</summary>
internal static partial class DriverLog
{
    [LoggerMessage(40, LogLevel.Error, "The runs of {Day} could not be looked at; they are at the next tick.")]
    public static partial void DayNotDriven(this ILogger logger, Exception exception, string day);

    [LoggerMessage(
        41,
        LogLevel.Error,
        "Run {Run} of {Day} is due, and its attempt {Attempt} failed: {Failure}. It is not started again by itself; mend the cause, then POST /api/settlement/{Day}/{Run}."
    )]
    public static partial void FailedRunLeft(this ILogger logger, string run, string day, int attempt, string failure);

    [LoggerMessage(
        42,
        LogLevel.Warning,
        "Run {Run} of {Day} is due, but an operator terminated its orchestration {Instance}. It is not started again by itself; POST /api/settlement/{Day}/{Run} does."
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
}
