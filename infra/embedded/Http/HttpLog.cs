using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Http;

/// <summary>What the HTTP side says.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(4001, LogLevel.Error, "{Function} failed on {Method} {Path}.")]
    public static partial void FunctionFailed(this ILogger logger, Exception exception, string function, string method, string path);

    [LoggerMessage(4002, LogLevel.Error, "{Function}, run by hand, failed.")]
    public static partial void RunByHandFailed(this ILogger logger, Exception exception, string function);

    [LoggerMessage(4003, LogLevel.Information, "{Method} {Path} was refused with {Status}: {Detail}")]
    public static partial void Refused(this ILogger logger, string method, string path, int status, string detail);
}
