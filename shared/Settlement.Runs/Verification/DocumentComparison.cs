using System.Text;
using System.Text.Json;
using Settlement.Runs.Records;

namespace Settlement.Runs.Verification;

/// <summary>
/// Compares a stored document with the same one computed again. Documents of this version are compared by their bytes; where the stored one is
/// of an earlier version, by the values of the fields that it has: what this version added says nothing of the figures.
/// </summary>
/// <param name="documentVersion">The version that the run recorded.</param>
internal sealed class DocumentComparison(int documentVersion)
{
    private const int Context = 60;

    /// <summary>The first difference, for people to read; null where there is none.</summary>
    public string? Difference(string what, ReadOnlySpan<byte> stored, ReadOnlySpan<byte> computed)
    {
        if (stored.SequenceEqual(computed))
        {
            return null;
        }
        if (documentVersion < RunStore.DocumentVersion)
        {
            return DifferenceOfValues(what, stored.ToArray(), computed.ToArray());
        }
        var at = stored.CommonPrefixLength(computed);
        return $"{what} from byte {at} on: stored {Around(stored, at)}, computed {Around(computed, at)}.";
    }

    private string? DifferenceOfValues(string what, byte[] stored, byte[] computed)
    {
        try
        {
            using var before = JsonDocument.Parse(stored);
            using var now = JsonDocument.Parse(computed);
            return FirstDifference("$", before.RootElement, now.RootElement) is { } at
                ? $"{what} at {at} (documents of version {documentVersion}, compared by value)."
                : null;
        }
        catch (JsonException e)
        {
            return $"{what}: the stored document cannot be read: {e.Message}";
        }
    }

    private static string? FirstDifference(string path, JsonElement stored, JsonElement computed)
    {
        if (stored.ValueKind == JsonValueKind.Object && computed.ValueKind == JsonValueKind.Object)
        {
            // A field that this version no longer has cannot be computed again.
            return stored
                .EnumerateObject()
                .Select(field =>
                    computed.TryGetProperty(field.Name, out var value) ? FirstDifference($"{path}.{field.Name}", field.Value, value) : null
                )
                .FirstOrDefault(difference => difference is not null);
        }

        if (
            stored.ValueKind == JsonValueKind.Array
            && computed.ValueKind == JsonValueKind.Array
            && stored.GetArrayLength() == computed.GetArrayLength()
        )
        {
            return stored
                .EnumerateArray()
                .Zip(computed.EnumerateArray())
                .Select((pair, i) => FirstDifference($"{path}[{i}]", pair.First, pair.Second))
                .FirstOrDefault(difference => difference is not null);
        }

        return JsonElement.DeepEquals(stored, computed) ? null : $"{path}: stored {Short(stored)}, computed {Short(computed)}";
    }

    private static string Short(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length > Context ? $"{text[..Context]}…" : text;
    }

    private static string Around(ReadOnlySpan<byte> json, int at)
    {
        var start = Math.Max(0, at - Context);
        return $"…{Encoding.UTF8.GetString(json[start..Math.Min(json.Length, at + Context)])}…";
    }
}
