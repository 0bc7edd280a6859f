using System.Text.Json;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Testing;

/// <summary>An accepted value: key, figure and what comes with it.</summary>
internal sealed record Value(
    string Mpan,
    SettlementPeriod Period,
    decimal Kwh,
    string Quality,
    string Flow,
    string Supplier,
    string Group,
    string Llfc,
    string Segment,
    int Revision
);

/// <summary>The contract's checks for both hubs, written from its text.</summary>
internal sealed class ContractRules(ReferenceBook reference, SettlementDay today)
{
    private static readonly string[] Qualities = ["A", "Z", "E1", "E2", "E3", "E4", "E5", "E6"];

    /// <summary>The bodies' objects with the codes that refuse each; an unreadable body is one object.</summary>
    public IEnumerable<(JsonElement? Object, SortedSet<string> Codes)> Objects(byte[] line)
    {
        var start = line.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        JsonElement root;
        try
        {
            // Strict decoding first: JsonDocument looks at text only when it is asked for.
            _ = new System.Text.UTF8Encoding(false, true).GetString(line, start, line.Length - start);
            root = JsonDocument.Parse(line.AsMemory(start)).RootElement;
        }
        catch (Exception e) when (e is JsonException or System.Text.DecoderFallbackException)
        {
            return [(null, ["not-json"])];
        }

        return (root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToArray() : [root]).Select(o =>
            o.ValueKind == JsonValueKind.Object ? ((JsonElement?)o, new SortedSet<string>(StringComparer.Ordinal)) : (null, ["wrong-type"])
        );
    }

    public List<Value> Reading(JsonElement body, SortedSet<string> codes)
    {
        var read = new FieldReader(body, codes);
        var mpan = read.Text("mpan");
        var day = read.Day("day");
        var clock = read.Word("clock", "local", "local", "utc");
        var from = read.Integer("from", 1);
        var kwh = Kwh(read, codes);
        var qualities = QualitiesOf(read, codes, out var single);
        var flow = read.Word("flow", "import", "import", "export");
        var supplier = read.Text("supplier");
        var group = read.Text("gspGroup");
        var llfc = read.Text("llfc");
        var segment = read.Word("segment", null, "smart", "advanced", "unmetered");
        var connection = read.Word("connection", null, "W", "L", "H", "E", "U");
        var domestic = read.Flag("domestic");
        var revision = read.Integer("revision", 0);

        if (mpan is not null && !Mpan.TryParse(mpan, out _))
        {
            codes.Add("bad-mpan");
        }
        if (revision < 0)
        {
            codes.Add("negative");
        }
        if (day is { } d && d > today)
        {
            codes.Add("day-in-future");
        }
        if (day is { } o && o.Date < today.Date.PlusMonths(-28))
        {
            codes.Add("day-too-old");
        }
        if (kwh is not null)
        {
            CheckValues(kwh, codes);
        }
        if (kwh is not null && qualities is not null && !single && qualities.Length != kwh.Length)
        {
            codes.Add("wrong-length");
        }
        for (var i = 0; kwh is not null && qualities is not null && i < kwh.Length; i++)
        {
            if (
                kwh[i] is { } zero
                && zero != 0
                && (
                    single ? qualities[0]
                    : i < qualities.Length ? qualities[i]
                    : null
                ) == "Z"
            )
            {
                codes.Add("not-zero");
            }
        }
        var values = new List<Value>();
        if (kwh is null || day is not { } date || clock is null || from is not { } first)
        {
            return values;
        }

        var periods = clock == "utc" ? 48 : date.Periods;
        if (first < 1 || first + kwh.Length - 1 > periods)
        {
            codes.Add("period-not-in-day");
        }
        for (var i = 0; i < kwh.Length; i++)
        {
            var at = first + i;
            if (kwh[i] is not { } value || at < 1 || at > periods)
            {
                continue;
            }
            var period = clock == "utc" ? SettlementDay.PeriodOfUtcDay(date.Date, at) : new SettlementPeriod(date, at);
            if (supplier is not null && !reference.HasParty(supplier, period.Day))
            {
                codes.Add("supplier-unknown");
            }
            if (group is not null && !reference.HasGroup(group))
            {
                codes.Add("gsp-group-unknown");
            }
            if (mpan is { Length: >= 2 } && llfc is not null && reference.Factor(mpan[..2], llfc, period.Day, period.Period) is null)
            {
                codes.Add("loss-class-unknown");
            }
            var quality =
                qualities is null ? null
                : single ? qualities[0]
                : i < qualities.Length ? qualities[i]
                : null;
            if (
                quality is not null
                && flow is not null
                && segment is not null
                && connection is not null
                && domestic is { } home
                && !reference.HasComponents(flow, segment, connection, home ? "yes" : "no", quality is "A" or "Z" ? "A" : "E")
            )
            {
                codes.Add("component-unknown");
            }
            if (codes.Count == 0)
            {
                values.Add(new Value(mpan!, period, value, quality!, flow!, supplier!, group!, llfc!, segment!, revision!.Value));
            }
        }

        return values;
    }

    public void Market(JsonElement body, SortedSet<string> codes)
    {
        var read = new FieldReader(body, codes);
        var type = read.Word("type", null, "gspGroupTake", "systemPrice", "bmUnitVolume", "contract", "balancing");
        var day = read.Day("day");
        var period = read.Integer("period", null);
        if (read.Integer("revision", 0) < 0)
        {
            codes.Add("negative");
        }
        if (day is { } date)
        {
            if (period < 1 || period > date.Periods)
            {
                codes.Add("period-not-in-day");
            }
            if (date.Date < today.Date.PlusMonths(-28))
            {
                codes.Add("day-too-old");
            }
            if (date > today && type is not ("contract" or "systemPrice" or null))
            {
                codes.Add("day-in-future");
            }
        }

        switch (type)
        {
            case "gspGroupTake":
                if (read.Text("gspGroup") is { } group && day is not null && !reference.HasGroup(group))
                {
                    codes.Add("gsp-group-unknown");
                }
                Amount(read.Number("mwh"), 6, 1_000_000, codes);
                read.Flag("estimated");
                break;
            case "systemPrice":
                Amount(read.Number("buy"), 5, 100_000, codes);
                Amount(read.Number("sell"), 5, 100_000, codes);
                break;
            case "bmUnitVolume" or "balancing":
                if (read.Text("bmUnit") is { } unit && day is not null)
                {
                    var kind = reference.KindOf(unit);
                    if (kind is null)
                    {
                        codes.Add("bm-unit-unknown");
                    }
                    else if (kind == "supplier" && type == "bmUnitVolume")
                    {
                        codes.Add("bm-unit-not-metered");
                    }
                }

                Amount(read.Number("mwh"), 6, 1_000_000, codes);
                break;
            case "contract":
                read.Text("id");
                foreach (var party in new[] { read.Text("seller"), read.Text("buyer") })
                {
                    if (party is not null && day is { } on && !reference.HasParty(party, on))
                    {
                        codes.Add("party-unknown");
                    }
                }

                read.Word("sellerAccount", null, "P", "C");
                read.Word("buyerAccount", null, "P", "C");
                var mwh = read.Number("mwh");
                Amount(mwh, 6, 1_000_000, codes);
                if (mwh < 0)
                {
                    codes.Add("negative");
                }
                break;
        }
    }

    private static void Amount(decimal? value, int decimals, decimal most, SortedSet<string> codes)
    {
        if (value is not { } amount)
        {
            return;
        }
        if (FieldReader.HasMoreDecimals(amount, decimals))
        {
            codes.Add("too-many-decimals");
        }
        if (Math.Abs(amount) > most)
        {
            codes.Add("too-large");
        }
    }

    private static void CheckValues(decimal?[] kwh, SortedSet<string> codes)
    {
        if (kwh.Length is 0 or > 50)
        {
            codes.Add("wrong-length");
        }
        if (kwh.Any(v => v is { } x && FieldReader.HasMoreDecimals(x, 3)))
        {
            codes.Add("too-many-decimals");
        }
        if (kwh.Any(v => v < 0))
        {
            codes.Add("negative");
        }
        if (kwh.Any(v => v > 10_000_000))
        {
            codes.Add("too-large");
        }
    }

    private static decimal?[]? Kwh(FieldReader read, SortedSet<string> codes)
    {
        if (!read.Find("kwh", true, out var array))
        {
            return null;
        }
        if (
            array.ValueKind == JsonValueKind.Array
            && array.EnumerateArray().All(v => v.ValueKind is JsonValueKind.Number or JsonValueKind.Null)
        )
        {
            return [.. array.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? (decimal?)null : FieldReader.Decimal(v))];
        }
        codes.Add("wrong-type");
        return null;
    }

    private static string[]? QualitiesOf(FieldReader read, SortedSet<string> codes, out bool single)
    {
        single = false;
        if (!read.Find("quality", true, out var value))
        {
            return null;
        }
        single = value.ValueKind == JsonValueKind.String;
        JsonElement[] elements = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        if (elements.Any(e => e.ValueKind != JsonValueKind.String))
        {
            codes.Add("wrong-type");
            return null;
        }

        string[] qualities = [.. elements.Select(e => e.GetString()!)];
        if (qualities.All(Qualities.Contains))
        {
            return qualities;
        }
        codes.Add("unknown-value");
        return null;
    }
}
