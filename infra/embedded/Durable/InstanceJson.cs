using System.Globalization;
using System.Text.Json.Nodes;

namespace Functions.Embedded.Durable;

/// <summary>An instance's status as the Durable HTTP API shows it.</summary>
internal static class InstanceJson
{
    public static JsonObject FromRow(InstanceRow row, bool showInput) =>
        new()
        {
            ["name"] = DurableJson.Text(row.Name),
            ["instanceId"] = DurableJson.Text(row.Id),
            ["runtimeStatus"] = row.Status.ToString(),
            ["input"] = showInput ? DurableJson.Show(row.Input) : null,
            ["customStatus"] = DurableJson.Show(row.CustomStatus),
            ["output"] = row.Failure is { } failure
                ? DurableJson.Text(Failures.FromJson(failure).ErrorMessage)
                : DurableJson.Show(row.Output),
            ["createdTime"] = Time(row.Created, "yyyy-MM-dd'T'HH:mm:ss'Z'"),
            ["lastUpdatedTime"] = Time(row.Updated, "yyyy-MM-dd'T'HH:mm:ss'Z'"),
        };

    public static string Time(long ticks, string format) =>
        new DateTime(ticks, DateTimeKind.Utc).ToString(format, CultureInfo.InvariantCulture);
}
