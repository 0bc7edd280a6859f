using System.Text.Json.Nodes;
using Settlement.Domain.Calendar;
using Settlement.Domain.Timetable;
using Settlement.Ledger.Commits;
using Settlement.Reference.Sets;

namespace Settlement.Functions.Description;

/// <summary>What stands in paths, and how parameters are written.</summary>
internal static class Parameters
{
    private static readonly Dictionary<string, (string Summary, Func<Schemas, JsonNode> Schema)> Paths = new(StringComparer.Ordinal)
    {
        ["day"] = ("The Settlement Day.", schemas => schemas.OfAnswer(typeof(SettlementDay))),
        ["run"] = ("The code of the run.", _ => Words(RunType.Codes)),
        ["period"] = ("The Settlement Period.", _ => Whole(1, 50)),
        ["id"] = ("The market participant id of the party.", _ => Text()),
        ["mpan"] = ("The meter, by its MPAN.", _ => Text(@"^\d{13}$")),
        ["set"] = ("The set of reference data.", _ => Words(ReferenceSets.All.Select(set => set.Name))),
        ["hub"] = ("The Event Hub.", _ => Words(Hubs.All)),
        ["partition"] = ("The partition of the Event Hub.", _ => Whole(0, null)),
    };

    /// <summary>What a parameter of a path is.</summary>
    public static (string Summary, JsonNode Schema) InPath(string name, Schemas schemas) =>
        Paths.TryGetValue(name, out var known)
            ? (known.Summary, known.Schema(schemas))
            : throw new InvalidOperationException(
                $"No function's path has been described with '{name}'; say in {nameof(Parameters)} what it is."
            );

    /// <summary>How a parameter of a query is written.</summary>
    public static JsonNode InQuery(QueryAttribute query, Schemas schemas) =>
        query.Type == typeof(RunType) ? Words(RunType.Codes)
        : query.Words.Length > 0 ? Words(query.Words)
        : schemas.OfAnswer(query.Type);

    /// <summary>A whole number from a least to a greatest.</summary>
    public static JsonObject Whole(int least, int? greatest, int? otherwise = null)
    {
        var schema = new JsonObject { ["type"] = "integer", ["minimum"] = least };
        if (greatest is not null)
        {
            schema["maximum"] = greatest.Value;
        }
        if (otherwise is not null)
        {
            schema["default"] = otherwise.Value;
        }
        return schema;
    }

    public static JsonObject Text(string? pattern = null)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }
        return schema;
    }

    private static JsonObject Words(IEnumerable<string> words) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) };
}
