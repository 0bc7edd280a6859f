using System.Text.Json;
using System.Text.Unicode;

namespace Settlement.Ledger.Messages;

/// <summary>
/// Walks the objects of an event body: one object, or an array of them. A body that is not JSON to its last byte
/// is rejected whole, whatever was read of it before.
/// </summary>
internal abstract class BodyReader(JsonFields fields)
{
    protected JsonFields Fields => fields;

    /// <summary>Reads a body: objects are handed on in their order, a body that is no JSON takes them back.</summary>
    protected void ReadBody(in HubEvent source)
    {
        var body = JsonText.WithoutByteOrderMark(source.Body.Span);
        if (!Utf8.IsValid(body) || !TryReadObjects(source, body))
        {
            TakeBack(source);
            AddReject(source, 0, RejectReasons.NotJson, source.Body, null, null);
        }
    }

    /// <summary>Handles the object that <see cref="Fields"/> describes.</summary>
    protected abstract void ReadObject(in HubEvent source, int place, ReadOnlySpan<byte> body, ReadOnlyMemory<byte> text);

    /// <summary>Handles an element that is no object, or a body that is not JSON.</summary>
    protected abstract void AddReject(in HubEvent source, int place, RejectReasons reasons, ReadOnlyMemory<byte> text, string? day, string? mpan);

    /// <summary>Forgets everything that was handed on from this event.</summary>
    protected abstract void TakeBack(in HubEvent source);

    private bool TryReadObjects(in HubEvent source, ReadOnlySpan<byte> body)
    {
        var memory = source.Body[(source.Body.Length - body.Length)..];
        var reader = new Utf8JsonReader(body, JsonText.Options);
        try
        {
            if (!reader.Read())
                return false;
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                for (var place = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; place++)
                    ReadElement(source, place, ref reader, body, memory);
            }
            else
            {
                ReadElement(source, 0, ref reader, body, memory);
            }

            // Reading on past the end is what finds trailing text.
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void ReadElement(in HubEvent source, int place, ref Utf8JsonReader reader, ReadOnlySpan<byte> body, ReadOnlyMemory<byte> memory)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            AddReject(source, place, RejectReasons.WrongType, memory[start..(int)reader.BytesConsumed], null, null);
            return;
        }

        fields.Read(ref reader);
        var (from, length) = fields.Extent;
        ReadObject(source, place, body, memory.Slice(from, length));
    }
}
