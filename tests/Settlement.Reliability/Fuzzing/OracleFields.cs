using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Settlement.Reliability.Fuzzing;

/// <summary>A number in its smallest unit, as far as it is one that may be.</summary>
internal readonly record struct OracleNumber(BigInteger Units, bool TooManyDecimals, bool TooLarge, bool Negative);

/// <summary>Reads the fields of one object by the contract's text and gathers the codes of what is wrong.</summary>
internal sealed class OracleFields
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);

    public OracleFields(JsonElement body)
    {
        foreach (var field in body.EnumerateObject())
        {
            // A name with half a surrogate pair is no text and so no field of ours.
            if (TextOf(() => field.Name) is { } name)
            {
                _fields[name] = field.Value;
            }
        }
    }

    public SortedSet<string> Codes { get; } = new(StringComparer.Ordinal);

    /// <summary>The text of a field that must be one, or null.</summary>
    public string? Text(string name, bool needed = true)
    {
        if (!TryFind(name, needed, out var value))
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.String)
        {
            return TextOf(value);
        }
        Codes.Add("wrong-type");
        return null;
    }

    /// <summary>A word of a list, or null.</summary>
    public string? Word(string name, string? absent, params string[] words)
    {
        if (absent is not null && !_fields.ContainsKey(name))
        {
            return absent;
        }
        var text = Text(name);
        if (text is null || words.Contains(text))
        {
            return text;
        }
        Codes.Add("unknown-value");
        return null;
    }

    /// <summary>A whole number; what is beyond 64 bits becomes the largest or the least.</summary>
    public long? Integer(string name, long? absent)
    {
        if (!TryFind(name, absent is null, out var value))
        {
            return absent;
        }
        if (value.ValueKind == JsonValueKind.Number && !value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E'))
        {
            if (
                name == "revision"
                && BigInteger.Parse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) > long.MaxValue
            )
            {
                Codes.Add("too-large");
            }
            return long.TryParse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
                : value.GetRawText()[0] == '-' ? long.MinValue
                : long.MaxValue;
        }
        Codes.Add("wrong-type");
        return null;
    }

    public bool? Flag(string name)
    {
        if (!TryFind(name, false, out var value))
        {
            return false;
        }
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }
        Codes.Add("wrong-type");
        return null;
    }

    public DateOnly? Day(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        // The year before the year 1 is one that DateOnly cannot hold; any leap year of old stands for it.
        if (
            DateOnly.TryParseExact(
                text.StartsWith("0000-", StringComparison.Ordinal) ? $"0400{text[4..]}" : text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
        )
        {
            return day;
        }
        Codes.Add("wrong-type");
        return null;
    }

    /// <summary>A number of at most so many decimals and so large, and its codes.</summary>
    public BigInteger? Amount(string name, int decimals, long limit)
    {
        if (!TryFind(name, true, out var value))
        {
            return null;
        }
        if (value.ValueKind != JsonValueKind.Number)
        {
            Codes.Add("wrong-type");
            return null;
        }

        var number = Number(value.GetRawText(), decimals, limit);
        if (number.TooManyDecimals)
        {
            Codes.Add("too-many-decimals");
        }
        if (number.TooLarge)
        {
            Codes.Add("too-large");
        }
        return number.Negative && number.Units.IsZero ? -1 : number.Units;
    }

    /// <summary>A field that must be an array; null adds its code.</summary>
    public JsonElement[]? Array(string name, Func<JsonElement, bool> fits, bool orAlone, out bool alone)
    {
        alone = false;
        if (!TryFind(name, true, out var value))
        {
            return null;
        }
        alone = orAlone && fits(value);
        JsonElement[]? elements =
            alone ? [value]
            : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()]
            : null;
        if (elements is not null && elements.All(fits))
        {
            return elements;
        }
        Codes.Add("wrong-type");
        return null;
    }

    public static string TextOf(JsonElement value) => TextOf(value.GetString) ?? "\uFFFD";

    /// <summary>A number of any length from its digits.</summary>
    public static OracleNumber Number(string raw, int decimals, long limit)
    {
        var parts = raw.TrimStart('-').Split('e', 'E');
        var mantissa = parts[0].Split('.');
        var exponent = parts.Length > 1 ? BigInteger.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var all = mantissa.Length > 1 ? mantissa[0] + mantissa[1] : mantissa[0];
        exponent -= mantissa.Length > 1 ? mantissa[1].Length : 0;
        var digits = all.TrimEnd('0');
        exponent += all.Length - digits.Length;
        digits = digits.TrimStart('0');
        if (digits.Length == 0)
        {
            return default;
        }
        var (tooMany, wholeDigits) = (-exponent > decimals, digits.Length + exponent);
        var tooLarge =
            wholeDigits > 20
            || (
                wholeDigits > 0
                && (
                    exponent < 0
                        ? BigInteger.Parse(digits, CultureInfo.InvariantCulture) > limit * BigInteger.Pow(10, (int)-exponent)
                        : BigInteger.Parse(digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)exponent) > limit
                )
            );
        var units =
            tooMany || tooLarge ? 0 : BigInteger.Parse(digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)exponent + decimals);
        return new OracleNumber(raw[0] == '-' ? -units : units, tooMany, tooLarge, raw[0] == '-');
    }

    private bool TryFind(string name, bool needed, out JsonElement value)
    {
        if (_fields.TryGetValue(name, out value))
        {
            return true;
        }
        if (needed)
        {
            Codes.Add("missing-field");
        }
        return false;
    }

    private static string? TextOf(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
