using System.Text.Json;
using Microsoft.DurableTask;

namespace Functions.Embedded.Durable;

/// <summary>Failure details as they are kept in the history.</summary>
internal static class FailureJson
{
    private sealed record Failure(string Type, string Message, string? Stack, Failure? Inner);

    public static string Write(TaskFailureDetails details) => JsonSerializer.Serialize(Of(details));

    public static TaskFailureDetails Read(string? json) => Details(JsonSerializer.Deserialize<Failure>(json!)!);

    private static Failure Of(TaskFailureDetails details) =>
        new(details.ErrorType, details.ErrorMessage, details.StackTrace, details.InnerFailure is { } inner ? Of(inner) : null);

    private static TaskFailureDetails Details(Failure failure) =>
        new(failure.Type, failure.Message, failure.Stack, failure.Inner is { } inner ? Details(inner) : null, null);
}
