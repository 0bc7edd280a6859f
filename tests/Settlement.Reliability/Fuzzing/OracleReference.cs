using System.Globalization;

namespace Settlement.Reliability.Fuzzing;

/// <summary>Reference data as it stands in its CSV text, found row by row; cells have no commas and no quotes.</summary>
internal sealed class OracleReference(IReadOnlyDictionary<string, string> sets)
{
    private readonly Dictionary<string, Dictionary<string, string>[]> _sets = sets.ToDictionary(
        set => set.Key,
        set => Rows(set.Value),
        StringComparer.Ordinal
    );

    public bool IsSupplier(string id, DateOnly day) =>
        Find("participants", day, row => row["id"] == id && row["role"] == "supplier") is not null;

    public bool IsParty(string id, DateOnly day) => Find("participants", day, row => row["id"] == id) is not null;

    public bool IsGroup(string id, DateOnly day) => Find("gsp-groups", day, row => row["id"] == id) is not null;

    public string? KindOfUnit(string id, DateOnly day) => Find("bm-units", day, row => row["id"] == id)?["kind"];

    public bool HasFactor(string distributor, string llfc, DateOnly day, int period) =>
        Find(
            "loss-factors",
            day,
            row =>
                row["distributor"] == distributor
                && row["llfc"] == llfc
                && Number(row["fromPeriod"]) <= period
                && (row["toPeriod"].Length == 0 || period <= Number(row["toPeriod"]))
        )
            is not null;

    public bool HasComponents(DateOnly day, string flow, string segment, string connection, bool domestic, string quality) =>
        new[] { "no", "yes" }.All(losses =>
            Find(
                "components",
                day,
                row =>
                    row["losses"] == losses
                    && Fits(row["flow"], flow)
                    && Fits(row["segment"], segment)
                    && Fits(row["connection"], connection)
                    && Fits(row["domestic"], domestic ? "yes" : "no")
                    && Fits(row["quality"], quality is "A" or "Z" ? "A" : "E")
            )
                is not null
        );

    private static bool Fits(string cell, string value) => cell.Length == 0 || cell == value;

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);

    private Dictionary<string, string>? Find(string set, DateOnly day, Func<Dictionary<string, string>, bool> fits) =>
        Array.Find(_sets[set], row => IsInForce(row, day) && fits(row));

    private static bool IsInForce(Dictionary<string, string> row, DateOnly day) =>
        (
            row.GetValueOrDefault("from") is not { Length: > 0 } from
            || DateOnly.ParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture) <= day
        )
        && (
            row.GetValueOrDefault("to") is not { Length: > 0 } to
            || day <= DateOnly.ParseExact(to, "yyyy-MM-dd", CultureInfo.InvariantCulture)
        );

    private static Dictionary<string, string>[] Rows(string csv)
    {
        var lines = csv.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(','))
            .ToArray();
        return
        [
            .. lines[1..]
                .Select(cells => lines[0].Zip(cells).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal)),
        ];
    }
}
