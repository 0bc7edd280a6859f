using Azure;

namespace Settlement.Storage.Azure;

/// <summary>Which failures of the Azure client say that the service cannot serve now, and not that something is wrong with the request.</summary>
internal static class AzureFailures
{
    /// <summary>Whether the same request may succeed later.</summary>
    /// <param name="failure">What the client threw.</param>
    /// <param name="cancellationToken">The caller's; what it cancelled is no failure.</param>
    public static bool IsTemporary(Exception failure, CancellationToken cancellationToken) =>
        failure switch
        {
            RequestFailedException request => IsTemporary(request.Status),
            // One of several attempts each; the last is where it stands.
            AggregateException attempts => attempts.InnerExceptions.Count > 0
                && IsTemporary(attempts.InnerExceptions[^1], cancellationToken),
            // The client's own limit on the time of an attempt is reported as a cancellation.
            OperationCanceledException => !cancellationToken.IsCancellationRequested,
            IOException or HttpRequestException => true,
            // A credential wraps what kept it from its token.
            _ => failure.InnerException is { } inner && IsTemporary(inner, cancellationToken),
        };

    /// <summary>Translates a failure for which <see cref="IsTemporary(Exception, CancellationToken)"/> holds.</summary>
    public static TableUnavailableException Unavailable(string table, string partition, Exception failure)
    {
        var last = failure is AggregateException attempts ? attempts.InnerExceptions[^1] : failure;
        var reason = last is RequestFailedException { Status: > 0 } request
            ? $"The service answered {request.Status} {request.ErrorCode}.".Replace(" .", ".", StringComparison.Ordinal)
            : $"No answer came ({last.Message.Split('\n')[0].TrimEnd()}).";
        return new TableUnavailableException(table, partition, reason, failure);
    }

    // Zero stands for no answer at all.
    private static bool IsTemporary(int status) => status is 0 or 408 or 429 or 500 or 502 or 503 or 504;
}
