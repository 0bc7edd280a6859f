using System.Text.Json;
using Settlement.Ledger.Ingestion;

namespace Settlement.Local.Replay;

/// <summary>Decides by a body which Event Hub it belongs to: an object, or an array whose first element is an object, with a <c>type</c> goes to <c>market</c>, everything else to <c>readings</c>.</summary>
internal static class EventRouter
{
    public static string HubOf(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            body = body[3..];
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            if (!reader.Read() || (reader.TokenType == JsonTokenType.StartArray && !reader.Read()) || reader.TokenType != JsonTokenType.StartObject)
                return Hubs.Readings;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("type"u8))
                    return Hubs.Market;
                reader.Read();
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Unreadable lines go to readings, where they are rejected with their body.
        }

        return Hubs.Readings;
    }
}
