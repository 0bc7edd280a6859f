using Google.Protobuf;
using P = Microsoft.DurableTask.Protobuf;
using TaskFailureDetails = Microsoft.DurableTask.TaskFailureDetails;

namespace Functions.Embedded.Durable;

/// <summary>Converts between the three forms of a failure: an exception, what the history holds, and what clients are given.</summary>
internal static class Failures
{
    public static P.TaskFailureDetails FromException(Exception exception) => ToHistory(TaskFailureDetails.FromException(exception));

    public static P.TaskFailureDetails FromMessage(string message) => FromException(new InvalidOperationException(message));

    public static string ToJson(P.TaskFailureDetails failure) => JsonFormatter.Default.Format(failure);

    public static P.TaskFailureDetails FromJson(string json) => JsonParser.Default.Parse<P.TaskFailureDetails>(json);

    public static TaskFailureDetails ToClient(P.TaskFailureDetails failure) =>
        new(failure.ErrorType, failure.ErrorMessage, failure.StackTrace, failure.InnerFailure is { } inner ? ToClient(inner) : null, null);

    private static P.TaskFailureDetails ToHistory(TaskFailureDetails failure) =>
        new()
        {
            ErrorType = failure.ErrorType,
            ErrorMessage = failure.ErrorMessage,
            StackTrace = failure.StackTrace,
            InnerFailure = failure.InnerFailure is { } inner ? ToHistory(inner) : null,
        };
}
