using Microsoft.Extensions.Logging;

namespace Settlement.Functions.Rejects;

/// <summary>What sending rejected objects again logs.</summary>
internal static partial class RejectsLog
{
    [LoggerMessage(9, LogLevel.Information, "{Rejects} rejected objects were sent again.")]
    public static partial void RejectsReplayed(this ILogger logger, int rejects);
}
