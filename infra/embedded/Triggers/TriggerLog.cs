using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Triggers;

/// <summary>What event hub and timer triggers say.</summary>
internal static partial class TriggerLog
{
    [LoggerMessage(
        2001,
        LogLevel.Warning,
        "{Function}: attempt {Attempt} on {Hub}/{Partition} events {First}..{Last} failed; next in {Delay}."
    )]
    public static partial void BatchRetried(
        this ILogger logger,
        Exception exception,
        string function,
        int attempt,
        string hub,
        string partition,
        long first,
        long last,
        TimeSpan delay
    );

    [LoggerMessage(
        2002,
        LogLevel.Error,
        "{Function}: {Hub}/{Partition} events {First}..{Last} failed for good; the checkpoint moves past them."
    )]
    public static partial void BatchGivenUp(
        this ILogger logger,
        Exception exception,
        string function,
        string hub,
        string partition,
        long first,
        long last
    );

    [LoggerMessage(
        2003,
        LogLevel.Critical,
        "{Function}: reading {Hub}/{Partition} failed; the partition stands still until the next start."
    )]
    public static partial void PartitionBroken(this ILogger logger, Exception exception, string function, string hub, string partition);

    [LoggerMessage(
        2006,
        LogLevel.Warning,
        "{Function}: the checkpoint at event {Sequence} is not of the {Hub}/{Partition} that is there now; reading from its first event."
    )]
    public static partial void CheckpointForeign(this ILogger logger, string function, long sequence, string hub, string partition);

    [LoggerMessage(2004, LogLevel.Warning, "{Function}: attempt {Attempt} failed; next in {Delay}.")]
    public static partial void TimerRetried(this ILogger logger, Exception exception, string function, int attempt, TimeSpan delay);

    [LoggerMessage(2005, LogLevel.Error, "{Function}: the timer's run failed.")]
    public static partial void TimerFailed(this ILogger logger, Exception exception, string function);
}
