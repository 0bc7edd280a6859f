namespace Settlement.Ledger.Tests.Schemas;

/// <summary>
/// Messages of every kind: each field missing, of every wrong type, at and beyond its limits, and what else a message may have.
/// </summary>
internal static class SchemaCorpus
{
    public const string Reading = "reading";

    private const string MaxRevision = "9223372036854775807";

    /// <summary>Values of every JSON type, given to every field.</summary>
    private static readonly string[] AnyType =
    [
        "null",
        "true",
        "false",
        "0",
        "1",
        "-1",
        "1.5",
        "1e30",
        "\"\"",
        "\" \"",
        "\"x\"",
        "\"1\"",
        "[]",
        "[null]",
        "[\"A\"]",
        "{}",
        "{\"mwh\":1}",
    ];

    private static readonly string[] Days =
    [
        "\"2026-06-31\"",
        "\"2026-02-29\"",
        "\"2024-02-29\"",
        "\"2026-6-16\"",
        "\"2026-06-16T00:00:00Z\"",
        "\" 2026-06-16\"",
        "\"16/06/2026\"",
        "\"2024-08-01\"",
        "\"2024-07-31\"",
        "\"2026-12-01\"",
        "\"2026-12-02\"",
        "\"0000-01-01\"",
        "\"9999-12-31\"",
        "\"２０２６-06-16\"",
    ];

    private static readonly string[] Integers =
    [
        "2",
        "46",
        "48",
        "49",
        "50",
        "51",
        "-0",
        "1.0",
        "1e0",
        "10e-1",
        "9223372036854775808",
        "-9223372036854775809",
    ];

    private static readonly string[] Revisions = [.. Integers, MaxRevision, "9223372036854775806"];

    private static readonly string[] Groups = ["\"_A\"", "\"_B\"", "\"_I\"", "\"_O\"", "\"_Q\"", "\"_a\"", "\"A\"", "\"_P\"", "\"_AB\""];

    private static readonly string[] Units = ["\"T_GENX-1\"", "\"I_GENX-1\"", "\"2__AALFA000\"", "\"T_NONE-1\""];

    private static readonly string[] Parties = ["\"GENX\"", "\"TRDX\"", "\"ALFA\"", "\"alfa\"", "\"ALFAX\"", "\"NONE\""];

    private static readonly string[] Accounts = ["\"P\"", "\"C\"", "\"p\"", "\"PC\"", "\"X\""];

    private static readonly string[] Volumes =
    [
        "1e-6",
        "1e-7",
        "0.000001",
        "0.0000001",
        "0.1234560",
        "0.1234567",
        "123456.123456",
        "1000000",
        "1e6",
        "1000000.0",
        "1000000.000001",
        "1000001",
        "-1000000",
        "-1000000.000001",
        "-0",
        "1e400",
        "1e-400",
    ];

    private static readonly string[] Prices =
    [
        "1e-5",
        "1e-6",
        "96.50",
        "-185.12345",
        "0.123456",
        "100000",
        "100000.00001",
        "1e5",
        "-100000",
        "-100001",
        "1e400",
    ];

    private static readonly Dictionary<string, string[]> ReadingFields = new(StringComparer.Ordinal)
    {
        ["mpan"] =
        [
            "\"1000000000001\"",
            "\"100000000000\"",
            "\"10000000000000\"",
            "\"1x00000000000\"",
            "1000000000000",
            $"\"{Meters.Mpan(1)}\"",
            $"\"{Meters.Mpan(0, 99)}\"",
        ],
        ["day"] = Days,
        ["clock"] = ["\"local\"", "\"utc\"", "\"UTC\"", "\"Local\""],
        ["from"] = Integers,
        ["kwh"] =
        [
            "[0]",
            "[null,1]",
            "[1,null,1]",
            "[-1]",
            "[-0]",
            "[-0.001]",
            "[0.001]",
            "[1e-3]",
            "[0.0001]",
            "[1e-4]",
            "[0.1230]",
            "[0.1234]",
            "[10000000]",
            "[1e7]",
            "[10000000.000]",
            "[10000000.001]",
            "[10000001]",
            "[1e400]",
            "[1e-400]",
            "[\"1\"]",
            "[true]",
            "[[1]]",
            "[{}]",
            "[1,2,3]",
            "[1,\"1\"]",
            "[1,-1]",
            Values(46),
            Values(48),
            Values(49),
            Values(50),
            Values(51),
        ],
        ["quality"] =
        [
            "\"Z\"",
            "\"E1\"",
            "\"E6\"",
            "\"E7\"",
            "\"a\"",
            "[\"E3\"]",
            "[\"Z\"]",
            "[\"A\",\"A\"]",
            "[\"B\"]",
            "[1]",
            "[[\"A\"]]",
            "[\"A\",null]",
        ],
        ["flow"] = ["\"import\"", "\"export\"", "\"Import\"", "\"both\""],
        ["supplier"] = ["\"BRAV\"", "\"alfa\"", "\"ALFAX\"", "\"GENX\"", "\"PAST\"", "\"LATE\""],
        ["gspGroup"] = Groups,
        ["llfc"] = ["\"H01\"", "\"N01\"", "\"XXX\"", "\"w01\"", "\"LATE\""],
        ["segment"] = ["\"smart\"", "\"advanced\"", "\"unmetered\"", "\"Smart\"", "\"half-hourly\""],
        ["connection"] = ["\"W\"", "\"L\"", "\"H\"", "\"E\"", "\"U\"", "\"w\"", "\"X\"", "\"WL\""],
        ["domestic"] = ["\"yes\"", "\"true\""],
        ["revision"] = Revisions,
    };

    private static readonly Dictionary<string, string[]> MarketFields = new(StringComparer.Ordinal)
    {
        ["type"] = ["\"contracts\"", "\"Contract\""],
        ["day"] = Days,
        ["period"] = Integers,
        ["revision"] = Revisions,
    };

    private static readonly Dictionary<string, (string Type, Dictionary<string, string[]> Fields)> Market = new(StringComparer.Ordinal)
    {
        ["gsp-group-take"] = (
            "gspGroupTake",
            new()
            {
                ["gspGroup"] = Groups,
                ["mwh"] = Volumes,
                ["estimated"] = ["\"yes\""],
            }
        ),
        ["system-price"] = ("systemPrice", new() { ["buy"] = Prices, ["sell"] = Prices }),
        ["bm-unit-volume"] = ("bmUnitVolume", new() { ["bmUnit"] = Units, ["mwh"] = Volumes }),
        ["balancing"] = ("balancing", new() { ["bmUnit"] = Units, ["mwh"] = Volumes }),
        ["contract"] = (
            "contract",
            new()
            {
                ["id"] = ["\"c2\"", $"\"{new string('c', 200)}\""],
                ["seller"] = Parties,
                ["sellerAccount"] = Accounts,
                ["buyer"] = Parties,
                ["buyerAccount"] = Accounts,
                ["mwh"] = Volumes,
            }
        ),
    };

    /// <summary>The kinds of message that there are.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Reading, .. Market.Keys];

    /// <summary>Every case.</summary>
    public static IEnumerable<SchemaCase> All() =>
        Changes(Reading, MessageText.Reading, ReadingFields)
            .Concat(ReadingCombinations())
            .Append(new(Reading, "day twice, the first null", MessageText.Reading().After("day", "null")))
            .Append(new(Reading, "day twice, the last null", MessageText.Reading().And("day", "null")))
            .Concat(
                Market.SelectMany(kind =>
                    Changes(kind.Key, () => MessageText.Market(kind.Value.Type), MarketFields.Concat(kind.Value.Fields))
                )
            );

    private static IEnumerable<SchemaCase> Changes(
        string kind,
        Func<MessageText> accepted,
        IEnumerable<KeyValuePair<string, string[]>> fields
    )
    {
        yield return new(kind, "unchanged", accepted());
        yield return new(kind, "an unknown field", accepted().With("comment", "{\"by\":[1,null]}"));
        yield return new(kind, "an unknown field that is null", accepted().With("Day", "null"));
        foreach (var (field, values) in fields)
        {
            yield return new(kind, $"without {field}", accepted().Without(field));
            yield return new(kind, $"{field} in capitals only", accepted().Without(field).With(field.ToUpperInvariant(), "1"));
            foreach (var value in AnyType.Concat(values).Distinct(StringComparer.Ordinal))
            {
                yield return new(kind, $"{field} = {value}", accepted().With(field, value));
            }
        }
    }

    private static IEnumerable<SchemaCase> ReadingCombinations()
    {
        (string Field, string Value)[][] combinations =
        [
            [("day", "\"2026-03-29\""), ("kwh", Values(46))],
            [("day", "\"2026-03-29\""), ("kwh", Values(47))],
            [("day", "\"2026-10-25\""), ("kwh", Values(50))],
            [("day", "\"2026-10-25\""), ("from", "50")],
            [("day", "\"2026-10-25\""), ("from", "2"), ("kwh", Values(50))],
            [("clock", "\"utc\""), ("kwh", Values(48))],
            [("clock", "\"utc\""), ("kwh", Values(49))],
            [("clock", "\"utc\""), ("from", "48")],
            [("clock", "\"utc\""), ("from", "49")],
            [("clock", "\"utc\""), ("from", "2"), ("kwh", Values(48))],
            [("clock", "\"utc\""), ("day", "\"2026-10-25\""), ("kwh", Values(50))],
            [("from", "48"), ("kwh", "[1,1]")],
            [("kwh", "[1,2]"), ("quality", "[\"A\",\"E1\"]")],
            [("kwh", "[1,2]"), ("quality", "[\"A\"]")],
            [("kwh", "[1,2]"), ("quality", "[\"A\",\"E1\",\"E1\"]")],
            [("kwh", "[1,0]"), ("quality", "[\"A\",\"Z\"]")],
            [("flow", "\"export\""), ("segment", "\"advanced\"")],
            [("mpan", "\"1\""), ("day", "1"), ("kwh", "[-1]"), ("supplier", "null")],
        ];
        return combinations.Select(fields => new SchemaCase(
            Reading,
            string.Join(", ", fields.Select(field => $"{field.Field} = {field.Value}")),
            fields.Aggregate(MessageText.Reading(), (message, field) => message.With(field.Field, field.Value))
        ));
    }

    private static string Values(int count) => $"[{string.Join(',', Enumerable.Repeat("1", count))}]";
}
