using System.Text.Json;
using System.Text.Unicode;
using Settlement.Ledger.Batches;

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
            RollBack(source);
            AddReject(source, 0, RejectReasons.NotJson, source.Body, null, null);
        }
    }

    /// <summary>Handles the object that <see cref="Fields"/> describes.</summary>
    protected abstract void ReadObject(in HubEvent source, int place, ReadOnlySpan<byte> body, ReadOnlyMemory<byte> text);

    /// <summary>Handles an element that is no object, or a body that is not JSON.</summary>
    protected abstract void AddReject(
        in HubEvent source,
        int place,
        RejectReasons reasons,
        ReadOnlyMemory<byte> text,
        string? day,
        string? mpan
    );

    /// <summary>Forgets everything that was handed on from this event.</summary>
    protected abstract void RollBack(in HubEvent source);

    /// <summary>
    /// Handles an object of the usual form without reading it token by token, if it can say all that the full reader would say of it.
    /// </summary>
    /// <param name="source">The event.</param>
    /// <param name="place">The object's place.</param>
    /// <param name="text">The text from the object's brace on.</param>
    /// <returns>The object's length, or 0 where nothing was done and the full reader must look at it.</returns>
    protected virtual int ReadUsualObject(in HubEvent source, int place, ReadOnlySpan<byte> text) => 0;

    private bool TryReadObjects(in HubEvent source, ReadOnlySpan<byte> body)
    {
        var memory = source.Body[(source.Body.Length - body.Length)..];
        var at = JsonText.SkipBlanks(body, 0);
        try
        {
            if (at < body.Length && body[at] == '[')
            {
                return ReadArray(source, body, memory, at + 1);
            }
            if (at < body.Length && body[at] == '{' && ReadUsualObject(source, 0, body[at..]) is > 0 and var length)
            {
                return JsonText.SkipBlanks(body, at + length) == body.Length;
            }
            var reader = new Utf8JsonReader(body, JsonText.Options);
            if (!reader.Read())
            {
                return false;
            }
            ReadElement(source, 0, ref reader, body, memory);

            // Reading on past the end is what finds trailing text.
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads elements from <paramref name="at"/> on, each on the fast path or, from the end of the one before, by the full reader.</summary>
    private bool ReadArray(in HubEvent source, ReadOnlySpan<byte> body, ReadOnlyMemory<byte> memory, int at)
    {
        for (var place = 0; ; place++)
        {
            var next = JsonText.SkipBlanks(body, at);
            if (place > 0 && next < body.Length && body[next] == ',')
            {
                next = JsonText.SkipBlanks(body, next + 1);
            }
            else if (place > 0)
            {
                next = body.Length;
            }
            if (next < body.Length && body[next] == '{' && ReadUsualObject(source, place, body[next..]) is > 0 and var length)
            {
                at = next + length;
                continue;
            }

            var rest = body[at..];
            var reader = new Utf8JsonReader(rest, isFinalBlock: true, place == 0 ? JsonText.ArrayBegun : JsonText.ElementRead);
            reader.Read();
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return !reader.Read();
            }
            ReadElement(source, place, ref reader, rest, memory[at..]);
            at += (int)reader.BytesConsumed;
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
