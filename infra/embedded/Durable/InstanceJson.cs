using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Functions.Embedded.Durable;

/// <summary>An instance's status as the Durable HTTP API shows it.</summary>
internal static class InstanceJson
{
    public static JsonObject FromRow(InstanceRow row, bool showInput) =>
        new()
        {
            ["name"] = row.Name,
            ["instanceId"] = row.Id,
            ["runtimeStatus"] = row.Status.ToString(),
            ["input"] = showInput ? Value(row.Input) : null,
            ["customStatus"] = Value(row.CustomStatus),
            ["output"] = row.Failure is { } failure ? Failures.FromJson(failure).ErrorMessage : Value(row.Output),
            ["createdTime"] = Time(row.Created, "yyyy-MM-dd'T'HH:mm:ss'Z'"),
            ["lastUpdatedTime"] = Time(row.Updated, "yyyy-MM-dd'T'HH:mm:ss'Z'"),
        };

    /// <summary>Stored text as JSON; as it is where it is none.</summary>
    public static JsonNode? Value(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    public static string Time(long ticks, string format) =>
        new DateTime(ticks, DateTimeKind.Utc).ToString(format, CultureInfo.InvariantCulture);
}
