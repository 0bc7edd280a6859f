using System.Text.Json;
using System.Text.RegularExpressions;

namespace Settlement.Functions.Tests.Support;

/// <summary>Compares JSON as the contracts do: fields may be added, numbers are compared as decimals.</summary>
internal static partial class JsonShape
{
    /// <summary>Fields by which an item of a list is found.</summary>
    private static readonly string[] Names = ["gspGroup", "bmUnit", "party", "account", "supplier", "component"];

    public static decimal Number(this JsonElement element, string field) => element.GetProperty(field).GetDecimal();

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string field) =>
        [.. element.GetProperty(field).EnumerateArray()];

    public static IEnumerable<string> Texts(this JsonElement element, string field) =>
        element.GetProperty(field).EnumerateArray().Select(item => item.GetString()!);

    public static JsonElement Item(this JsonElement element, string field, params (string Name, string Value)[] by) =>
        element.GetProperty(field).EnumerateArray().Single(item => by.All(b => item.GetProperty(b.Name).ToString() == b.Value));

    /// <summary>Checks that the object has these fields.</summary>
    public static void HasFields(this JsonElement element, params string[] fields)
    {
        var missing = fields.Where(field => !element.TryGetProperty(field, out _)).ToList();
        Assert.True(missing.Count == 0, $"{string.Join(", ", missing)} not in {element}");
    }

    /// <summary>Every number below is written plainly: digits, at most one point, no exponent.</summary>
    public static void HasPlainNumbers(this JsonElement element)
    {
        foreach (var number in Numbers(element))
        {
            Assert.Matches(PlainNumber(), number.GetRawText());
        }
    }

    /// <summary>Checks that all of what is expected is there; items of lists are found by their names.</summary>
    public static void Contains(this JsonElement actual, JsonElement expected, string path = "$")
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in expected.EnumerateObject())
                {
                    actual.GetProperty(field.Name).Contains(field.Value, $"{path}.{field.Name}");
                }
                break;
            case JsonValueKind.Array:
                foreach (var item in expected.EnumerateArray())
                {
                    actual.EnumerateArray().Single(other => IsSame(item, other)).Contains(item, $"{path}[{item}]");
                }
                break;
            case JsonValueKind.Number:
                Assert.True(expected.GetDecimal() == actual.GetDecimal(), $"{path}: {actual} instead of {expected}");
                break;
            default:
                Assert.True(expected.ToString() == actual.ToString(), $"{path}: {actual} instead of {expected}");
                break;
        }
    }

    private static bool IsSame(JsonElement item, JsonElement other) =>
        Names
            .Where(name => item.TryGetProperty(name, out _))
            .All(name => item.GetProperty(name).ToString() == other.GetProperty(name).ToString());

    private static IEnumerable<JsonElement> Numbers(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Number => [element],
            JsonValueKind.Object => element.EnumerateObject().SelectMany(field => Numbers(field.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Numbers),
            _ => [],
        };

    [GeneratedRegex(@"^(0|-?[1-9][0-9]*|-?(0|[1-9][0-9]*)\.[0-9]*[1-9])$")]
    private static partial Regex PlainNumber();
}
