using Microsoft.Extensions.Logging;

namespace Settlement.Functions.Runs;

/// <summary>What settlement runs log.</summary>
internal static partial class RunsLog
{
    [LoggerMessage(3, LogLevel.Information, "Run {Run} of {Day}, attempt {Attempt}, is {State}; {Reasons} reasons.")]
    public static partial void RunEnded(this ILogger logger, string run, string day, int attempt, string state, int reasons);
}
