using System.Text;
using System.Text.Json;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Rejects;

/// <summary>
/// Finds for each reason of a reject the fields, places and values that gave it, from the kept body: the decoder, which reads millions of good
/// messages, keeps no account of where it found a fault.
/// </summary>
public sealed class RejectDetails
{
    private const int MaxPerCode = 10;
    private const int MaxValue = 60;

    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    private readonly List<RejectDetail> _details = [];
    private readonly JsonElement _object;
    private readonly IReadOnlyList<MessageField> _fields;

    private RejectDetails(JsonElement element, IReadOnlyList<MessageField> fields) => (_object, _fields) = (element, fields);

    /// <summary>The details of a reject; every reason has at least one.</summary>
    /// <param name="isMarket">Whether the object came to the Event Hub <c>market</c>; else it was a reading.</param>
    /// <param name="reasons">Why it was rejected.</param>
    /// <param name="text">The object, or the whole body where that is no JSON.</param>
    public static IReadOnlyList<RejectDetail> Explain(bool isMarket, RejectReasons reasons, ReadOnlyMemory<byte> text)
    {
        var codes = reasons.ToCodes();
        if ((reasons & (RejectReasons.NotJson | RejectReasons.SetAside)) != 0)
        {
            return [.. codes.Select(code => code == "not-json" ? NotJson(text) : Whole(code))];
        }
        try
        {
            using var document = JsonDocument.Parse(text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text, AnyDepth);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return [.. codes.Select(code => new RejectDetail(code, string.Empty, null, Cut(root.GetRawText()), "a JSON object"))];
            }
            var fields = isMarket ? MessageFields.Market(Text(root, "type")) : MessageFields.Reading;
            return new RejectDetails(root, fields).Explain(codes);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A name with half a surrogate pair cannot be compared; the reasons stand without their places.
            return [.. codes.Select(Whole)];
        }
    }

    private List<RejectDetail> Explain(IReadOnlyList<string> codes)
    {
        foreach (var code in codes)
        {
            var before = _details.Count;
            foreach (var field in _fields)
            {
                foreach (var detail in Find(code, field).Take(MaxPerCode - (_details.Count - before)))
                {
                    _details.Add(detail);
                }
            }
            if (_details.Count == before)
            {
                _details.Add(Whole(code));
            }
        }

        return _details;
    }

    private IEnumerable<RejectDetail> Find(string code, MessageField field)
    {
        var there = _object.TryGetProperty(field.Name, out var value);
        if (code == "missing-field")
        {
            return field.Required && !there ? [new(code, field.Name, null, null, field.Expected)] : [];
        }
        if (!there)
        {
            return [];
        }
        return code switch
        {
            "wrong-type" => WrongType(field, value),
            "unknown-value" => field.Values is null
                ? []
                : Elements(value).Where(e => IsUnknown(field, e.Value)).Select(e => At(code, field, e, field.Expected)),
            "too-many-decimals" => Numbers(code, field, value, number => number.TooManyDecimals, $"at most {field.Decimals} decimals"),
            "too-large" => TooLarge(field, value),
            "negative" => field.Name == "revision" && value.ValueKind == JsonValueKind.Number && value.GetRawText()[0] == '-'
                ? [One(code, field, value, "0 or more")]
                : Numbers(code, field, value, number => number.Negative, "0 or more"),
            "not-zero" => NotZero(field, value),
            "wrong-length" => Length(field, value),
            "short-day" when field.Kind == FieldKind.Numbers && value.ValueKind == JsonValueKind.Array =>
            [
                new(
                    code,
                    field.Name,
                    null,
                    $"{value.GetArrayLength()} values",
                    $"{Periods(Text(_object, "day") ?? "")} values: a whole day, or a part of it"
                ),
            ],
            _ => ByField(code, field, value),
        };
    }

    private IEnumerable<RejectDetail> ByField(string code, MessageField field, JsonElement value)
    {
        var day = Text(_object, "day") ?? "that day";
        var expected = (code, field.Name) switch
        {
            ("bad-mpan", "mpan") => "13 digits, the last a check digit",
            ("period-not-in-day", "from") or ("period-not-in-day", "period") => $"a period of {day}, which has {Periods(day)}",
            ("period-not-in-day", "kwh") when !_object.TryGetProperty("from", out _) =>
                $"no more values than {day} has periods: {Periods(day)}",
            ("day-too-old", "day") => "a day of the 28 months before the event was enqueued",
            ("day-in-future", "day") => "a day not after the one on which the event was enqueued",
            ("supplier-unknown", "supplier") => $"a supplier of the reference data on {day}",
            ("gsp-group-unknown", "gspGroup") => $"a GSP Group of the reference data on {day}",
            ("loss-class-unknown", "llfc") =>
                $"a class of distributor {(Text(_object, "mpan") is { Length: >= 2 } mpan ? mpan[..2] : "?")} with a loss factor on {day} for every period with a value",
            ("component-unknown", "segment") or ("component-unknown", "connection") =>
                "a combination of flow, segment, connection, domestic and quality that the set components has",
            ("bm-unit-unknown", "bmUnit") => $"a BM Unit of the reference data on {day}",
            ("bm-unit-not-metered", "bmUnit") => "a unit that is no supplier's: their volumes come from the allocation",
            ("party-unknown", "seller") or ("party-unknown", "buyer") => $"seller and buyer that are participants on {day}",
            _ => null,
        };
        return expected is null ? [] : [One(code, field, value, expected)];
    }

    private static IEnumerable<RejectDetail> WrongType(MessageField field, JsonElement value)
    {
        const string code = "wrong-type";
        if (field.Kind is FieldKind.Numbers || (field.Kind is FieldKind.Words && value.ValueKind == JsonValueKind.Array))
        {
            var wanted = field.Kind == FieldKind.Numbers ? JsonValueKind.Number : JsonValueKind.String;
            return value.ValueKind != JsonValueKind.Array
                ? [One(code, field, value, field.Expected)]
                : Elements(value)
                    .Where(e => e.Value.ValueKind != wanted && (wanted != JsonValueKind.Number || e.Value.ValueKind != JsonValueKind.Null))
                    .Select(e => At(code, field, e, wanted == JsonValueKind.Number ? "a number or null" : "text"));
        }
        var right = field.Kind switch
        {
            FieldKind.Day => Text(value) is { } text && SettlementDay.TryParse(text, out _),
            FieldKind.Integer => value.ValueKind == JsonValueKind.Number && !value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E'),
            FieldKind.Number => value.ValueKind == JsonValueKind.Number,
            FieldKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ => value.ValueKind == JsonValueKind.String,
        };
        return right ? [] : [One(code, field, value, field.Expected)];
    }

    private static IEnumerable<RejectDetail> TooLarge(MessageField field, JsonElement value) =>
        field.Name == "revision"
            ? value.ValueKind == JsonValueKind.Number && !value.TryGetInt64(out _) && value.GetRawText()[0] != '-'
                ? [One("too-large", field, value, $"at most {long.MaxValue}")]
                : []
            : Numbers("too-large", field, value, number => number.TooLarge, $"at most {field.Limit}");

    private IEnumerable<RejectDetail> NotZero(MessageField field, JsonElement value)
    {
        if (field.Kind != FieldKind.Numbers || !_object.TryGetProperty("quality", out var quality))
        {
            return [];
        }
        string?[] marks = [.. Elements(quality).Select(e => Text(e.Value))];
        return Elements(value)
            .Where(e =>
                e.Value.ValueKind == JsonValueKind.Number
                && Read(field, e.Value) is not { Scaled: 0, TooManyDecimals: false, TooLarge: false, Negative: false }
                && (quality.ValueKind == JsonValueKind.Array ? marks.ElementAtOrDefault(e.Place - 1) : marks[0]) == "Z"
            )
            .Select(e => At("not-zero", field, e, "0, or another quality than Z"));
    }

    private IEnumerable<RejectDetail> Length(MessageField field, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || field.Kind is not (FieldKind.Numbers or FieldKind.Words))
        {
            return [];
        }
        var count = value.GetArrayLength();
        if (field.Kind == FieldKind.Numbers)
        {
            return count is 0 or > SettlementDay.MaxPeriods
                ? [new("wrong-length", field.Name, null, $"{count} values", $"1 to {SettlementDay.MaxPeriods} values")]
                : [];
        }
        return _object.TryGetProperty("kwh", out var kwh) && kwh.ValueKind == JsonValueKind.Array && kwh.GetArrayLength() != count
            ? [new("wrong-length", field.Name, null, $"{count} qualities", $"one, or as many as kwh has values: {kwh.GetArrayLength()}")]
            : [];
    }

    private static IEnumerable<RejectDetail> Numbers(
        string code,
        MessageField field,
        JsonElement value,
        Func<ScaledNumber, bool> isWrong,
        string expected
    ) =>
        field.Limit == 0
            ? []
            : Elements(value)
                .Where(e => e.Value.ValueKind == JsonValueKind.Number && isWrong(Read(field, e.Value)))
                .Select(e => At(code, field, e, expected));

    private static ScaledNumber Read(MessageField field, JsonElement number) =>
        ScaledNumber.Read(Encoding.UTF8.GetBytes(number.GetRawText()), field.Decimals, field.Limit);

    private static bool IsUnknown(MessageField field, JsonElement value) => Text(value) is { } text && !field.Values!.Contains(text);

    /// <summary>The elements of an array with their places, from 1; a value that is no array as one without a place.</summary>
    private static IEnumerable<(int Place, JsonElement Value)> Elements(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select((element, i) => (i + 1, element)) : [(0, value)];

    private static RejectDetail At(string code, MessageField field, (int Place, JsonElement Value) element, string expected) =>
        new(code, field.Name, element.Place == 0 ? null : element.Place, Cut(Shown(element.Value)), expected);

    private static RejectDetail One(string code, MessageField field, JsonElement value, string expected) =>
        new(code, field.Name, null, Cut(Shown(value)), expected);

    private static RejectDetail Whole(string code) => new(code, string.Empty, null, null, "another object");

    private static RejectDetail NotJson(ReadOnlyMemory<byte> text)
    {
        const string expected = "JSON in UTF-8";
        var span = text.Span;
        var reader = new Utf8JsonReader(
            span.StartsWith("\uFEFF"u8) ? span[3..] : span,
            new JsonReaderOptions { MaxDepth = int.MaxValue, AllowMultipleValues = false }
        );
        try
        {
            while (reader.Read()) { }
        }
        catch (JsonException)
        {
            // Where the reader stands is where it found no JSON.
        }
        var at = (int)Math.Min(reader.BytesConsumed, Math.Max(0, span.Length - 1));
        return new(
            "not-json",
            string.Empty,
            at + 1,
            Cut(Encoding.UTF8.GetString(span[at..Math.Min(span.Length, at + MaxValue)])),
            expected
        );
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is no text.
            return "\uFFFD";
        }
    }

    private static string Shown(JsonElement value) => Text(value) ?? value.GetRawText();

    private static string Cut(string value) =>
        value.Length <= MaxValue ? value
        : char.IsHighSurrogate(value[MaxValue - 1]) ? $"{value[..(MaxValue - 1)]}…"
        : $"{value[..MaxValue]}…";

    private static string Periods(string day) => SettlementDay.TryParse(day, out var known) ? $"{known.Periods}" : "46, 48 or 50";
}
