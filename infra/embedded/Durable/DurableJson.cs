using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Functions.Embedded.Durable;

/// <summary>JSON that callers and functions leave with instances: what is taken, and how it is shown.</summary>
internal static class DurableJson
{
    /// <summary>How deep an input or an event may be nested; what shows it, and what functions put around it, needs some levels more.</summary>
    private const int MaxDepth = 48;

    /// <summary>How deep a stored value may be nested to be shown as JSON.</summary>
    private const int MaxShownDepth = 60;

    /// <summary>The options of answers, which have more levels than what is shown in them.</summary>
    public static JsonSerializerOptions Answers { get; } = new(JsonSerializerOptions.Web) { MaxDepth = 128 };

    /// <summary>What keeps a text from being an input or an event; null where nothing does.</summary>
    public static string? FindFault(ReadOnlySpan<byte> utf8) => FindFault(utf8, MaxDepth);

    /// <summary>Stored text as JSON; as text where it is none, or none that can be written.</summary>
    public static JsonNode? Show(string? text)
    {
        if (text is null)
        {
            return null;
        }
        var utf8 = Encoding.UTF8.GetBytes(text);
        return FindFault(utf8, MaxShownDepth) is null ? JsonNode.Parse(utf8) : Text(text);
    }

    /// <summary>A text as a JSON string; halves of surrogate pairs, which have no form in UTF-8, are replaced.</summary>
    public static JsonNode? Text(string? text) => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string? FindFault(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 1_000 });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= maxDepth)
                {
                    return $"it is nested more than {maxDepth} deep";
                }
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    reader.GetString();
                }
            }

            return null;
        }
        catch (JsonException)
        {
            return "it is not JSON";
        }
        catch (InvalidOperationException)
        {
            return "a text of it is not Unicode, such as one with half of a surrogate pair";
        }
    }
}
