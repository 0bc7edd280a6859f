using System.Text.Json;
using Settlement.Reliability.Support;

namespace Settlement.Functions.Tests.RealHost;

/// <summary>A request to the real Functions host and what it answered.</summary>
internal sealed record RecordedAnswer(
    string What,
    string Method,
    string Path,
    string? Key,
    string? ContentType,
    IReadOnlyDictionary<string, string> RequestHeaders,
    string? Body,
    int Status,
    IReadOnlyDictionary<string, string> Headers,
    string Answer
)
{
    /// <summary>The recording, in its order; empty where it is not at hand.</summary>
    public static IReadOnlyList<RecordedAnswer> Load(string file) => [.. File.ReadLines(file).Select(Parse)];

    /// <summary>The file of the recording, or null where it is not at hand.</summary>
    public static string? FindFile() =>
        RealData.Folder is { } data
        && System.IO.Path.Combine(Directory.GetParent(data)!.FullName, "real-host", "answers.jsonl") is var file
        && System.IO.File.Exists(file)
            ? file
            : null;

    private static RecordedAnswer Parse(string line)
    {
        var pair = JsonSerializer.Deserialize<JsonElement>(line);
        var request = pair.GetProperty("request");
        return new RecordedAnswer(
            pair.Text("what"),
            request.Text("method"),
            request.Text("path"),
            request.GetProperty("key").GetString(),
            request.GetProperty("headers").TryGetProperty("content-type", out var type) ? type.GetString() : null,
            Fields(request.GetProperty("headers")).Where(header => header.Key != "content-type").ToDictionary(),
            request.GetProperty("body").GetString(),
            pair.GetProperty("status").GetInt32(),
            Fields(pair.GetProperty("headers")).ToDictionary(),
            pair.Text("body")
        );
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(JsonElement headers) =>
        headers.EnumerateObject().Select(header => KeyValuePair.Create(header.Name, header.Value.GetString()!));
}
