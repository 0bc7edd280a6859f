using Microsoft.Extensions.Logging;

namespace Settlement.Functions.Ingestion;

/// <summary>What taking events in, and keeping the blocks they lie in, logs.</summary>
internal static partial class IngestionLog
{
    [LoggerMessage(
        1,
        LogLevel.Debug,
        "Ingested {Events} new events of {Hub}/{Partition}: {Accepted} objects accepted, {Rejected} rejected."
    )]
    public static partial void Ingested(this ILogger logger, string hub, int partition, int events, int accepted, int rejected);

    [LoggerMessage(7, LogLevel.Error, "Ingesting {Hub}/{Partition} failed; retrying within {Delay}.")]
    public static partial void IngestFailed(this ILogger logger, Exception exception, string hub, int partition, string delay);

    [LoggerMessage(8, LogLevel.Warning, "{Hub}/{Partition} was lagging; ingested {Events} events that the trigger had skipped.")]
    public static partial void CaughtUp(this ILogger logger, string hub, int partition, int events);

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

    [LoggerMessage(
        13,
        LogLevel.Error,
        "Merging or sweeping the blocks of {Day} in partition {Partition} failed; retrying at the next run of the timer."
    )]
    public static partial void UpkeepFailed(this ILogger logger, Exception exception, string day, int partition);
}
