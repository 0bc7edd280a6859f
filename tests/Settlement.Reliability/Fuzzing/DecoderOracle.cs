using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Settlement.Reliability.Histories;

namespace Settlement.Reliability.Fuzzing;

/// <summary>What the contract's text says of a body, found without any code of the product.</summary>
internal sealed class DecoderOracle(OracleReference reference)
{
    private const int MaxValues = 50;

    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public Decoded Readings(SentBody body) => Decode(body.Bytes, (place, fields) => Reading(place, fields, Today(body)));

    public Decoded Market(SentBody body) => Decode(body.Bytes, (place, fields) => Market(place, fields, Today(body)));

    /// <summary>A value of a reading in one line.</summary>
    public static string Reading(
        int place,
        string mpan,
        string day,
        int period,
        BigInteger wattHours,
        string quality,
        string gspGroup,
        string supplier,
        string flow,
        string segment,
        string connection,
        bool domestic,
        string distributor,
        string llfc,
        long revision
    ) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{place} {mpan} {day} {period} {wattHours} {quality} {gspGroup} {supplier} {flow} {segment} {connection} {domestic} {distributor} {llfc} {revision}"
        );

    /// <summary>A market message in one line.</summary>
    public static string Market(
        int place,
        string type,
        string day,
        int period,
        string key,
        decimal a,
        decimal b,
        bool estimated,
        string trade,
        long revision
    ) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{place} {type} {day} {period} {key} {a + 0m:0.######} {b + 0m:0.######} {estimated} {trade} {revision}"
        );

    private static DateOnly Today(SentBody body) => OracleCalendar.At(body.Enqueued.UtcDateTime).Day;

    private static DateOnly Oldest(DateOnly today) => today.AddMonths(-28);

    private static Decoded Decode(byte[] body, Func<int, OracleFields, IEnumerable<string>> read)
    {
        var start = body.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        JsonDocument document;
        try
        {
            // Text is looked at first: JsonDocument does so only where it is asked for.
            Strict.GetCharCount(body, start, body.Length - start);
            document = JsonDocument.Parse(body.AsMemory(start), AnyDepth);
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException)
        {
            return new Decoded(0, [new Refused(0, ["not-json"], Encoding.UTF8.GetString(body))], []);
        }

        using (document)
        {
            var accepted = 0;
            var rejects = new List<Refused>();
            var figures = new List<string>();
            var elements =
                document.RootElement.ValueKind == JsonValueKind.Array
                    ? document.RootElement.EnumerateArray().ToArray()
                    : [document.RootElement];
            for (var place = 0; place < elements.Length; place++)
            {
                var codes = new SortedSet<string>(["wrong-type"], StringComparer.Ordinal);
                if (elements[place].ValueKind == JsonValueKind.Object)
                {
                    var fields = new OracleFields(elements[place]);
                    var lines = read(place, fields).ToList();
                    codes = fields.Codes;
                    figures.AddRange(codes.Count == 0 ? lines : []);
                }

                if (codes.Count == 0)
                {
                    accepted++;
                }
                else
                {
                    rejects.Add(new Refused(place, [.. codes], elements[place].GetRawText()));
                }
            }

            return new Decoded(accepted, rejects, figures);
        }
    }

    private List<string> Reading(int place, OracleFields fields, DateOnly today)
    {
        var codes = fields.Codes;
        var mpan = fields.Text("mpan");
        var day = fields.Day("day");
        var clock = fields.Word("clock", "local", "local", "utc");
        var from = fields.Integer("from", 1);
        var kwh = fields.Array("kwh", value => value.ValueKind is JsonValueKind.Number or JsonValueKind.Null, false, out _);
        var qualities = fields
            .Array("quality", value => value.ValueKind == JsonValueKind.String, true, out var single)
            ?.Select(OracleFields.TextOf)
            .ToArray();
        var flow = fields.Word("flow", "import", "import", "export");
        var supplier = fields.Text("supplier");
        var group = fields.Text("gspGroup");
        var llfc = fields.Text("llfc");
        var segment = fields.Word("segment", null, "smart", "advanced", "unmetered");
        var connection = fields.Word("connection", null, "W", "L", "H", "E", "U");
        var domestic = fields.Flag("domestic");
        var revision = fields.Integer("revision", 0);

        if (mpan is not null && !IsMpan(mpan))
        {
            codes.Add("bad-mpan");
        }
        if (revision < 0)
        {
            codes.Add("negative");
        }
        if (from < 1)
        {
            codes.Add("period-not-in-day");
        }
        if (qualities is not null && !qualities.All(quality => quality is "A" or "Z" or "E1" or "E2" or "E3" or "E4" or "E5" or "E6"))
        {
            codes.Add("unknown-value");
            qualities = null;
        }

        if (kwh is null)
        {
            return [];
        }
        if (kwh.Length is 0 or > MaxValues || (qualities is not null && !single && qualities.Length != kwh.Length))
        {
            codes.Add("wrong-length");
        }
        var values = kwh.Select(value =>
                value.ValueKind == JsonValueKind.Null ? (OracleNumber?)null : OracleFields.Number(value.GetRawText(), 3, 10_000_000)
            )
            .ToArray();
        foreach (var value in values.OfType<OracleNumber>())
        {
            if (value.TooManyDecimals)
            {
                codes.Add("too-many-decimals");
            }
            if (value.Negative)
            {
                codes.Add("negative");
            }
            else if (value.TooLarge)
            {
                codes.Add("too-large");
            }
        }

        for (var i = 0; qualities is not null && i < Math.Min(values.Length, MaxValues); i++)
        {
            var mark =
                single ? qualities[0]
                : i < qualities.Length ? qualities[i]
                : null;
            if (mark == "Z" && values[i] is { } marked && marked != default)
            {
                codes.Add("not-zero");
            }
        }

        if (day is not { } date || clock is null || from is not { } first)
        {
            return [];
        }
        var periods = clock == "utc" ? 48 : OracleCalendar.Periods(date);
        if (values.Length > 0 && first > periods - values.Length + 1)
        {
            codes.Add("period-not-in-day");
        }

        var lines = new List<string>();
        var start = clock == "utc" ? date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : OracleCalendar.StartOf(date);
        // Of too many values those that a message may have are looked at.
        for (var i = 0; i < Math.Min(values.Length, MaxValues); i++)
        {
            if (values[i] is not { } value || first < -MaxValues || first + i < 1 || first + i > periods)
            {
                continue;
            }
            var at = OracleCalendar.At(start.AddMinutes(30 * (first + i - 1)));
            var quality =
                qualities is null ? null
                : single ? qualities[0]
                : i < qualities.Length ? qualities[i]
                : null;
            if (at.Day < Oldest(today))
            {
                codes.Add("day-too-old");
            }
            if (at.Day > today)
            {
                codes.Add("day-in-future");
            }
            if (supplier is not null && !reference.IsSupplier(supplier, at.Day))
            {
                codes.Add("supplier-unknown");
            }
            if (group is not null && !reference.IsGroup(group, at.Day))
            {
                codes.Add("gsp-group-unknown");
            }
            if (
                mpan is { Length: >= 2 }
                && char.IsAsciiDigit(mpan[0])
                && char.IsAsciiDigit(mpan[1])
                && llfc is not null
                && !reference.HasFactor(mpan[..2], llfc, at.Day, at.Period)
            )
            {
                codes.Add("loss-class-unknown");
            }
            if (
                quality is not null
                && flow is not null
                && segment is not null
                && connection is not null
                && domestic is { } home
                && !reference.HasComponents(at.Day, flow, segment, connection, home, quality)
            )
            {
                codes.Add("component-unknown");
            }
            if (codes.Count == 0)
            {
                lines.Add(
                    Reading(
                        place,
                        mpan!,
                        Text(at.Day),
                        at.Period,
                        value.Units,
                        quality!,
                        group!,
                        supplier!,
                        flow!,
                        segment!,
                        connection!,
                        domestic!.Value,
                        mpan![..2],
                        llfc!,
                        revision!.Value
                    )
                );
            }
        }

        return lines;
    }

    private IEnumerable<string> Market(int place, OracleFields fields, DateOnly today)
    {
        var codes = fields.Codes;
        var type = fields.Word("type", null, "gspGroupTake", "systemPrice", "bmUnitVolume", "contract", "balancing");
        var day = fields.Day("day");
        var period = fields.Integer("period", null);
        var revision = fields.Integer("revision", 0);
        if (revision < 0)
        {
            codes.Add("negative");
        }
        if (period < 1 || (day is { } d && period > OracleCalendar.Periods(d)))
        {
            codes.Add("period-not-in-day");
        }
        if (day < Oldest(today))
        {
            codes.Add("day-too-old");
        }
        if (day > today && type is not ("contract" or "systemPrice" or null))
        {
            codes.Add("day-in-future");
        }

        var (key, trade, estimated) = (string.Empty, string.Empty, false);
        BigInteger a = 0,
            b = 0;
        switch (type)
        {
            case "gspGroupTake":
                if (fields.Text("gspGroup") is { } group)
                {
                    key = group;
                    if (day is { } on && !reference.IsGroup(group, on))
                    {
                        codes.Add("gsp-group-unknown");
                    }
                }

                a = fields.Amount("mwh", 6, 1_000_000) ?? 0;
                estimated = fields.Flag("estimated") ?? false;
                break;
            case "systemPrice":
                a = fields.Amount("buy", 5, 100_000) ?? 0;
                b = fields.Amount("sell", 5, 100_000) ?? 0;
                break;
            case "bmUnitVolume" or "balancing":
                if (fields.Text("bmUnit") is { } unit)
                {
                    key = unit;
                    var kind = day is { } then ? reference.KindOfUnit(unit, then) : "unasked";
                    if (kind is null)
                    {
                        codes.Add("bm-unit-unknown");
                    }
                    else if (kind == "supplier" && type == "bmUnitVolume")
                    {
                        codes.Add("bm-unit-not-metered");
                    }
                }

                a = fields.Amount("mwh", 6, 1_000_000) ?? 0;
                break;
            case "contract":
                key = fields.Text("id") ?? string.Empty;
                var (seller, buyer) = (fields.Text("seller"), fields.Text("buyer"));
                foreach (var party in new[] { seller, buyer })
                {
                    if (party is not null && day is { } when && !reference.IsParty(party, when))
                    {
                        codes.Add("party-unknown");
                    }
                }

                trade = $"{seller} {fields.Word("sellerAccount", null, "P", "C")} {buyer} {fields.Word("buyerAccount", null, "P", "C")}";
                a = fields.Amount("mwh", 6, 1_000_000) ?? 0;
                if (a < 0)
                {
                    codes.Add("negative");
                }
                break;
        }

        if (codes.Count > 0)
        {
            return [];
        }
        var unitsEach = type == "systemPrice" ? 100_000m : 1_000_000m;
        return
        [
            Market(
                place,
                type!,
                Text(day!.Value),
                (int)period!.Value,
                key,
                (decimal)a / unitsEach,
                (decimal)b / unitsEach,
                estimated,
                trade,
                revision!.Value
            ),
        ];
    }

    private static bool IsMpan(string text)
    {
        int[] primes = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43];
        return text.Length == 13
            && text.All(char.IsAsciiDigit)
            && primes.Select((prime, i) => prime * (text[i] - '0')).Sum() % 11 % 10 == text[12] - '0';
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
