using Microsoft.Extensions.Logging;

namespace Settlement.Functions.Reconciliation;

/// <summary>What explaining movements between runs logs.</summary>
internal static partial class ReconciliationLog
{
    [LoggerMessage(
        22,
        LogLevel.Error,
        "The movement from {From} to {To} of {Day} is not explained: effects lie {Apart} GBP from the differences, causes sum to {Sum} GBP."
    )]
    public static partial void MovementNotExplained(this ILogger logger, string from, string to, string day, decimal apart, decimal sum);
}
