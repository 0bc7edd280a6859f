using Functions.Embedded.Logging;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Durable;

/// <summary>What the durable engine says. Names, ids and reasons come from callers, so they go into the log as one line.</summary>
internal static partial class DurableLog
{
    public static void InstanceFailed(this ILogger logger, string name, string instanceId, string message) =>
        WriteInstanceFailed(logger, LogText.OneLine(name), LogText.OneLine(instanceId), LogText.OneLine(message));

    public static void Acted(this ILogger logger, string by, string act, string instanceId, string reason) =>
        WriteActed(logger, LogText.OneLine(by), LogText.OneLine(act), LogText.OneLine(instanceId), LogText.OneLine(reason));

    public static void Purged(this ILogger logger, string by, int instances, string filter) =>
        WritePurged(logger, LogText.OneLine(by), instances, LogText.OneLine(filter));

    [LoggerMessage(
        3001,
        LogLevel.Critical,
        "Orchestration {InstanceId} stands still until the host starts again: its state could not be kept."
    )]
    public static partial void InstanceBroken(this ILogger logger, Exception exception, string instanceId);

    [LoggerMessage(3002, LogLevel.Error, "Orchestration {Name} ({InstanceId}) failed: {Message}")]
    private static partial void WriteInstanceFailed(ILogger logger, string name, string instanceId, string message);

    [LoggerMessage(3003, LogLevel.Warning, "Activity {Name} of {InstanceId} failed.")]
    public static partial void ActivityFailed(this ILogger logger, Exception exception, string name, string instanceId);

    [LoggerMessage(
        3006,
        LogLevel.Warning,
        "The result of activity {Name} of {InstanceId} could not be kept; it runs again at the next start."
    )]
    public static partial void ResultNotKept(this ILogger logger, Exception exception, string name, string instanceId);

    [LoggerMessage(3004, LogLevel.Warning, "{By} asked to {Act} orchestration {InstanceId}: {Reason}")]
    private static partial void WriteActed(ILogger logger, string by, string act, string instanceId, string reason);

    [LoggerMessage(3005, LogLevel.Warning, "{By} purged {Instances} orchestrations: {Filter}")]
    private static partial void WritePurged(ILogger logger, string by, int instances, string filter);
}
