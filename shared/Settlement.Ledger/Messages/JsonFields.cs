using System.Text.Json;

namespace Settlement.Ledger.Messages;

/// <summary>Where the known fields of one JSON object stand; of a repeated name the last counts, unknown names are passed over.</summary>
internal sealed class JsonFields
{
    private readonly byte[][] _names;
    private readonly Field[] _fields;

    public JsonFields(params string[] names)
    {
        _names = [.. names.Select(System.Text.Encoding.UTF8.GetBytes)];
        _fields = new Field[names.Length];
    }

    /// <summary>The first and last byte of the object that was read, in its body.</summary>
    public (int Start, int Length) Extent { get; private set; }

    public Field this[int field] => _fields[field];

    /// <summary>Reads the object that the reader stands on, up to its end.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public void Read(ref Utf8JsonReader reader)
    {
        Array.Clear(_fields);
        var start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var known = Find(ref reader);
            reader.Read();
            var (kind, escaped, from) = (reader.TokenType, reader.ValueIsEscaped, (int)reader.TokenStartIndex);
            reader.Skip();
            if (known >= 0)
            {
                _fields[known] = new Field(kind, from, (int)reader.BytesConsumed - from, escaped);
            }
        }

        Extent = (start, (int)reader.BytesConsumed - start);
    }

    private int Find(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            return FindEscaped(ref reader);
        }
        for (var i = 0; i < _names.Length; i++)
        {
            if (reader.ValueSpan.SequenceEqual(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private int FindEscaped(ref Utf8JsonReader reader)
    {
        try
        {
            for (var i = 0; i < _names.Length; i++)
            {
                if (reader.ValueTextEquals(_names[i]))
                {
                    return i;
                }
            }
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: valid JSON, but no text, so the name is none of ours.
        }

        return -1;
    }
}

/// <summary>One field's value: its kind and where its text stands in the body. A kind of None is an absent field.</summary>
internal readonly record struct Field(JsonTokenType Kind, int Start, int Length, bool Escaped)
{
    public bool IsPresent => Kind != JsonTokenType.None;

    public bool IsString => Kind == JsonTokenType.String;

    /// <summary>The text of the value as it stands in the body, quotes of a string left off.</summary>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> body) => IsString ? body.Slice(Start + 1, Length - 2) : body.Slice(Start, Length);

    /// <summary>The text of a string with escapes resolved; an escape that is no character becomes U+FFFD.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> body) => Escaped ? JsonText.Unescape(body.Slice(Start, Length)) : Raw(body);

    /// <summary>Whether an integer is above what 64 bits hold.</summary>
    public bool IsIntegerTooLarge(ReadOnlySpan<byte> body) =>
        TryInteger(body, out var value) && value == long.MaxValue && !System.Buffers.Text.Utf8Parser.TryParse(Raw(body), out value, out _);

    /// <summary>Reads an integer; a fraction or an exponent makes it none. What is beyond 64 bits is clamped.</summary>
    public bool TryInteger(ReadOnlySpan<byte> body, out long value)
    {
        value = 0;
        if (Kind != JsonTokenType.Number)
        {
            return false;
        }
        var text = Raw(body);
        if (text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
        {
            return false;
        }
        if (!System.Buffers.Text.Utf8Parser.TryParse(text, out value, out _))
        {
            value = text[0] == '-' ? long.MinValue : long.MaxValue;
        }
        return true;
    }
}
