using Microsoft.Extensions.Logging;

namespace Settlement.Functions.Doubts;

/// <summary>What releasing quarantined values logs.</summary>
internal static partial class DoubtsLog
{
    [LoggerMessage(50, LogLevel.Information, "{Values} quarantined values are released.")]
    public static partial void DoubtsReleased(this ILogger logger, int values);
}
