using System.Globalization;
using System.Text.Json;
using Settlement.Domain.Calendar;

namespace Settlement.Testing;

/// <summary>Reads fields as the contract's rejection rules say, gathering codes; a second opinion, written from the contract alone.</summary>
internal sealed class FieldReader(JsonElement body, SortedSet<string> codes)
{
    public string? Text(string name, bool needed = true)
    {
        if (!Find(name, needed, out var value))
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }
        codes.Add("wrong-type");
        return null;
    }

    public string? Word(string name, string? absent, params string[] words)
    {
        if (absent is not null && !body.TryGetProperty(name, out _))
        {
            return absent;
        }
        var text = Text(name);
        if (text is null || words.Contains(text))
        {
            return text;
        }
        codes.Add("unknown-value");
        return null;
    }

    public int? Integer(string name, int? absent)
    {
        if (!Find(name, absent is null, out var value))
        {
            return body.TryGetProperty(name, out _) ? null : absent;
        }
        if (
            value.ValueKind == JsonValueKind.Number
            && int.TryParse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        )
        {
            return number;
        }
        codes.Add("wrong-type");
        return null;
    }

    public decimal? Number(string name)
    {
        if (!Find(name, true, out var value))
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.Number)
        {
            return Decimal(value);
        }
        codes.Add("wrong-type");
        return null;
    }

    public bool? Flag(string name)
    {
        if (!Find(name, false, out var value))
        {
            return false;
        }
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }
        codes.Add("wrong-type");
        return null;
    }

    public SettlementDay? Day(string name)
    {
        var text = Text(name);
        if (text is null)
        {
            return null;
        }
        if (SettlementDay.TryParse(text, out var day))
        {
            return day;
        }
        codes.Add("wrong-type");
        return null;
    }

    public bool Find(string name, bool needed, out JsonElement value)
    {
        if (body.TryGetProperty(name, out value))
        {
            return true;
        }
        if (needed)
        {
            codes.Add("missing-field");
        }
        return false;
    }

    public static decimal Decimal(JsonElement value) => decimal.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);

    public static bool HasMoreDecimals(decimal value, int decimals) => decimal.Round(value, decimals) != value;
}
