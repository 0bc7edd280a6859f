namespace Settlement.Ledger.Tests.Schemas;

/// <summary>
/// Where a schema and the decoder differ, each with the reason. A difference that is listed and no longer there fails the test too.
/// </summary>
internal static class SchemaDifferences
{
    private const string IntegerAsWritten =
        "JSON Schema takes 1.0 and 1e0 for integers; the decoder refuses an integer with a fraction or an exponent.";
    private const string LengthsOfTwoArrays = "A schema cannot compare the lengths of two arrays.";
    private const string RepeatedName = "JSON Schema leaves repeated names open; for the decoder the last counts.";

    /// <summary>Reasons of the decoder for which a message may be valid by its schema.</summary>
    public static IReadOnlyDictionary<string, string> Codes { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bad-mpan"] = "A schema cannot compute a check digit; it holds the 13 digits.",
            ["bm-unit-not-metered"] = "The kind of a BM Unit is reference data.",
            ["bm-unit-unknown"] = "BM Units are reference data.",
            ["component-unknown"] = "Components are reference data.",
            ["day-in-future"] = "The days for which a message may come depend on when it was enqueued.",
            ["day-too-old"] = "The days for which a message may come depend on when it was enqueued.",
            ["gsp-group-unknown"] = "GSP Groups are reference data; the schema holds the form of their names.",
            ["loss-class-unknown"] = "Loss factors are reference data.",
            ["not-zero"] = "A schema cannot set one array against another; where all values have the quality Z, it holds them to 0.",
            ["party-unknown"] = "Participants are reference data.",
            ["period-not-in-day"] = "How many periods a day has is a matter of the calendar; the schema holds the most that a day has.",
            ["supplier-unknown"] = "Participants are reference data.",
        };

    /// <summary>Messages of the corpus with the decoder's verdict, where the schema's differs for another reason.</summary>
    public static IReadOnlyDictionary<string, string> Messages { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["reading: quality = [\"A\",\"A\"] -> wrong-length"] = LengthsOfTwoArrays,
            ["reading: kwh = [1,2], quality = [\"A\"] -> wrong-length"] = LengthsOfTwoArrays,
            ["reading: kwh = [1,2], quality = [\"A\",\"E1\",\"E1\"] -> wrong-length"] = LengthsOfTwoArrays,
            ["reading: day twice, the first null -> accepted"] = RepeatedName,
            ["reading: day twice, the last null -> wrong-type"] = RepeatedName,
            ["reading: from = 1.0 -> wrong-type"] = IntegerAsWritten,
            ["reading: from = 1e0 -> wrong-type"] = IntegerAsWritten,
            ["reading: from = 10e-1 -> wrong-type"] = IntegerAsWritten,
            ["reading: revision = 1.0 -> wrong-type"] = IntegerAsWritten,
            ["reading: revision = 1e0 -> wrong-type"] = IntegerAsWritten,
            ["reading: revision = 10e-1 -> wrong-type"] = IntegerAsWritten,
            ["gsp-group-take: period = 1.0 -> wrong-type"] = IntegerAsWritten,
            ["gsp-group-take: period = 1e0 -> wrong-type"] = IntegerAsWritten,
            ["gsp-group-take: period = 10e-1 -> wrong-type"] = IntegerAsWritten,
            ["gsp-group-take: revision = 1.0 -> wrong-type"] = IntegerAsWritten,
            ["gsp-group-take: revision = 1e0 -> wrong-type"] = IntegerAsWritten,
            ["gsp-group-take: revision = 10e-1 -> wrong-type"] = IntegerAsWritten,
            ["system-price: period = 1.0 -> wrong-type"] = IntegerAsWritten,
            ["system-price: period = 1e0 -> wrong-type"] = IntegerAsWritten,
            ["system-price: period = 10e-1 -> wrong-type"] = IntegerAsWritten,
            ["system-price: revision = 1.0 -> wrong-type"] = IntegerAsWritten,
            ["system-price: revision = 1e0 -> wrong-type"] = IntegerAsWritten,
            ["system-price: revision = 10e-1 -> wrong-type"] = IntegerAsWritten,
            ["bm-unit-volume: period = 1.0 -> wrong-type"] = IntegerAsWritten,
            ["bm-unit-volume: period = 1e0 -> wrong-type"] = IntegerAsWritten,
            ["bm-unit-volume: period = 10e-1 -> wrong-type"] = IntegerAsWritten,
            ["bm-unit-volume: revision = 1.0 -> wrong-type"] = IntegerAsWritten,
            ["bm-unit-volume: revision = 1e0 -> wrong-type"] = IntegerAsWritten,
            ["bm-unit-volume: revision = 10e-1 -> wrong-type"] = IntegerAsWritten,
            ["balancing: period = 1.0 -> wrong-type"] = IntegerAsWritten,
            ["balancing: period = 1e0 -> wrong-type"] = IntegerAsWritten,
            ["balancing: period = 10e-1 -> wrong-type"] = IntegerAsWritten,
            ["balancing: revision = 1.0 -> wrong-type"] = IntegerAsWritten,
            ["balancing: revision = 1e0 -> wrong-type"] = IntegerAsWritten,
            ["balancing: revision = 10e-1 -> wrong-type"] = IntegerAsWritten,
            ["contract: period = 1.0 -> wrong-type"] = IntegerAsWritten,
            ["contract: period = 1e0 -> wrong-type"] = IntegerAsWritten,
            ["contract: period = 10e-1 -> wrong-type"] = IntegerAsWritten,
            ["contract: revision = 1.0 -> wrong-type"] = IntegerAsWritten,
            ["contract: revision = 1e0 -> wrong-type"] = IntegerAsWritten,
            ["contract: revision = 10e-1 -> wrong-type"] = IntegerAsWritten,
        };
}
