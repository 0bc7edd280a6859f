using System.Text.Json;
using System.Text.Unicode;
using Settlement.Ledger.Commits;

namespace Settlement.Hosting.Replay;

/// <summary>Decides by a body which Event Hub it belongs to: an object, or an array whose first element is an object, with a <c>type</c> goes to <c>market</c>, everything else to <c>readings</c>.</summary>
public static class EventRouter
{
    public static string HubOf(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            body = body[3..];
        }
        try
        {
            return Utf8.IsValid(body) && HasType(body) ? Hubs.Market : Hubs.Readings;
        }
        catch (JsonException)
        {
            // What is no JSON to its last byte goes to readings, where it is rejected with its body.
            return Hubs.Readings;
        }
    }

    private static bool HasType(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var found = false;
        if (
            reader.Read()
            && (reader.TokenType != JsonTokenType.StartArray || reader.Read())
            && reader.TokenType == JsonTokenType.StartObject
        )
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                found |= IsType(ref reader);
                reader.Read();
                reader.Skip();
            }
        }

        while (reader.Read()) { }

        return found;
    }

    private static bool IsType(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.ValueTextEquals("type"u8);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: valid JSON, but no text, so it is no name that we know.
            return false;
        }
    }
}
