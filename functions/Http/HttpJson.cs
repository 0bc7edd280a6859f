using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Settlement.Storage.Json;

namespace Settlement.Functions.Http;

/// <summary>How requests and responses are written as JSON. It is apart from how the ledger stores JSON, so that either can change without the other.</summary>
internal static class HttpJson
{
    /// <summary>The options of responses.</summary>
    public static JsonSerializerOptions Options { get; } = Make(JsonUnmappedMemberHandling.Skip);

    /// <summary>The options of requests: unknown fields are refused, so that a misspelt one does not pass for an absent one.</summary>
    public static JsonSerializerOptions Strict { get; } = Make(JsonUnmappedMemberHandling.Disallow);

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    private static JsonSerializerOptions Make(JsonUnmappedMemberHandling unmapped)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            UnmappedMemberHandling = unmapped,
        };
        foreach (var converter in ValueConverters.All)
        {
            options.Converters.Add(converter);
        }

        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
