using System.Text;
using System.Text.Json;

namespace Settlement.Functions.Tests.RealHost;

/// <summary>Compares JSON by its fields, their order, case and kinds of values; null goes with every kind.</summary>
internal static class JsonLikeness
{
    /// <summary>What a function or an operator put there, which has any form.</summary>
    private static readonly string[] Data = ["input", "customStatus", "output", "Result", "bindings"];

    /// <summary>The first difference, or null.</summary>
    public static string? Difference(JsonElement recorded, JsonElement ours, string path = "$")
    {
        if (recorded.ValueKind == JsonValueKind.Null || ours.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        if (Kind(recorded) != Kind(ours))
        {
            return $"{path} is {Kind(recorded)}, ours {Kind(ours)}";
        }
        return recorded.ValueKind switch
        {
            JsonValueKind.Object => OfObjects(recorded, ours, path),
            JsonValueKind.Array when recorded.GetArrayLength() > 0 && ours.GetArrayLength() > 0 => Difference(
                recorded[0],
                ours[0],
                $"{path}[0]"
            ),
            _ => null,
        };
    }

    /// <summary>The events of a history, one of each type.</summary>
    public static Dictionary<string, JsonElement> Events(string text)
    {
        const string field = "\"historyEvents\":";
        return text.Split(field) is [_, var history, ..]
            ? Items(history).DistinctBy(item => item.Text("EventType")).ToDictionary(item => item.Text("EventType"))
            : [];
    }

    /// <summary>The objects of an array whose text may be cut off, as far as they are whole.</summary>
    public static List<JsonElement> Items(string text)
    {
        var items = new List<JsonElement>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), isFinalBlock: false, default);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject && JsonDocument.TryParseValue(ref reader, out var one))
        {
            items.Add(one.RootElement.Clone());
        }

        return items;
    }

    private static string? OfObjects(JsonElement recorded, JsonElement ours, string path)
    {
        var names = recorded.EnumerateObject().Select(field => field.Name).ToList();
        var own = ours.EnumerateObject().Select(field => field.Name).ToList();
        return names.SequenceEqual(own, StringComparer.Ordinal)
            ? names
                .Where(name => !Data.Contains(name))
                .Select(name => Difference(recorded.GetProperty(name), ours.GetProperty(name), $"{path}.{name}"))
                .FirstOrDefault(difference => difference is not null)
            : $"{path} has {string.Join(' ', names)}, ours {string.Join(' ', own)}";
    }

    private static string Kind(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "Boolean" : value.ValueKind.ToString();
}
