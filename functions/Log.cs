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
}
