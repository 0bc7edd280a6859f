using System.Globalization;
using System.Text.Json;

namespace Functions.Embedded.Configuration;

/// <summary>The settings of host.json that the embedded host heeds. Others are meant for Azure and passed over.</summary>
internal sealed class HostJson
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public string RoutePrefix { get; private init; } = "api";

    public int MaxEventBatchSize { get; private init; } = 100;

    public int MinEventBatchSize { get; private init; } = 1;

    public TimeSpan MaxWaitTime { get; private init; } = TimeSpan.FromMinutes(1);

    public int BatchCheckpointFrequency { get; private init; } = 1;

    public int MaxConcurrentActivities { get; private init; } = 10 * Environment.ProcessorCount;

    /// <summary>How long an orchestration that waits is kept in memory.</summary>
    public int ExtendedSessionIdleTimeoutInSeconds { get; private init; } = 30;

    public IReadOnlyDictionary<string, string> LogLevels { get; private init; } = new Dictionary<string, string>();

    public static HostJson Read(string? path)
    {
        if (path is null || !File.Exists(path))
        {
            return new HostJson();
        }
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not valid JSON: {e.Message}", e);
        }

        using (document)
        {
            var root = document.RootElement;
            var none = new HostJson();
            return new HostJson
            {
                RoutePrefix = Find(root, "extensions", "http", "routePrefix")?.GetString() ?? none.RoutePrefix,
                MaxEventBatchSize = Number(root, none.MaxEventBatchSize, "extensions", "eventHubs", "maxEventBatchSize"),
                MinEventBatchSize = Number(root, none.MinEventBatchSize, "extensions", "eventHubs", "minEventBatchSize"),
                MaxWaitTime = Find(root, "extensions", "eventHubs", "maxWaitTime")?.GetString() is { } wait
                    ? TimeSpan.Parse(wait, CultureInfo.InvariantCulture)
                    : none.MaxWaitTime,
                BatchCheckpointFrequency = Number(
                    root,
                    none.BatchCheckpointFrequency,
                    "extensions",
                    "eventHubs",
                    "batchCheckpointFrequency"
                ),
                MaxConcurrentActivities = Number(
                    root,
                    none.MaxConcurrentActivities,
                    "extensions",
                    "durableTask",
                    "maxConcurrentActivityFunctions"
                ),
                ExtendedSessionIdleTimeoutInSeconds = Number(
                    root,
                    none.ExtendedSessionIdleTimeoutInSeconds,
                    "extensions",
                    "durableTask",
                    "extendedSessionIdleTimeoutInSeconds"
                ),
                LogLevels = Find(root, "logging", "logLevel") is { ValueKind: JsonValueKind.Object } levels
                    ? levels.EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetString() ?? "")
                    : none.LogLevels,
            };
        }
    }

    private static int Number(JsonElement root, int otherwise, params ReadOnlySpan<string> path) =>
        Find(root, path) is { ValueKind: JsonValueKind.Number } number ? Math.Max(1, number.GetInt32()) : otherwise;

    private static JsonElement? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element;
    }
}
