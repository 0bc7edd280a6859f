using System.Globalization;
using System.Text.Json;
using Settlement.Worker.Tests.Contract;

namespace Settlement.Worker.Tests;

/// <summary>
/// All that the host is told of a function, as a line of text: <c>name: trigger parameter, what=value; binding parameter; retry …</c>.
/// </summary>
internal static class FunctionRow
{
    /// <summary>Said by its place in the line, or the extension's affair and none of the app's (<c>properties</c>).</summary>
    private static readonly string[] Unlisted = ["type", "name", "direction", "properties"];

    /// <summary>What the Event Hubs extension reads as where a trigger names no consumer group.</summary>
    private const string DefaultGroup = "$Default";

    public static string Of(RpcFunctionMetadata function)
    {
        var parts = function.RawBindings.Select(binding => Binding(JsonSerializer.Deserialize<JsonElement>(binding)));
        if (function.RetryOptions is { } retry)
        {
            parts = parts.Append(Retry(retry));
        }

        return $"{function.Name}: {string.Join("; ", parts)}";
    }

    private static string Binding(JsonElement binding)
    {
        var type = Text(binding.GetProperty("type"));
        var words = new List<string> { $"{type} {Text(binding.GetProperty("name"))}" };
        words.AddRange(
            binding
                .EnumerateObject()
                .Where(member => !Unlisted.Contains(member.Name))
                .Select(member => $"{member.Name}={Text(member.Value)}")
        );
        if (type == "eventHubTrigger" && !binding.TryGetProperty("consumerGroup", out _))
        {
            words.Add($"consumerGroup={DefaultGroup}");
        }

        var direction = Text(binding.GetProperty("direction"));
        return direction == "In" ? string.Join(", ", words) : $"{direction}: {string.Join(", ", words)}";
    }

    private static string Retry(RpcRetryOptions retry)
    {
        var times = retry.MaxRetryCount.ToString(CultureInfo.InvariantCulture);
        var words = new List<string> { $"retry {retry.RetryStrategy}", $"times={times}" };
        Add("delay", retry.DelayInterval);
        Add("from", retry.MinimumInterval);
        Add("to", retry.MaximumInterval);
        return string.Join(", ", words);

        void Add(string name, Google.Protobuf.WellKnownTypes.Duration? value)
        {
            if (value is not null)
            {
                words.Add($"{name}={value.ToTimeSpan():c}");
            }
        }
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? string.Join('|', value.EnumerateArray().Select(Text)) : value.ToString();
}
