using System.Globalization;
using Settlement.Domain.Calendar;

namespace Settlement.Testing;

/// <summary>The written reference data, read back without any of the simulator's own tables.</summary>
internal sealed class ReferenceBook
{
    private readonly string _folder;
    private readonly List<Dictionary<string, string>> _participants;
    private readonly HashSet<string> _groups;
    private readonly Dictionary<string, string> _units;
    private readonly ILookup<(string, string), Dictionary<string, string>> _losses;
    private readonly List<Dictionary<string, string>> _components;

    public ReferenceBook(string folder)
    {
        _folder = Path.Combine(folder, "reference");
        _participants = [.. Rows("participants")];
        _groups = [.. Rows("gsp-groups").Select(r => r["id"])];
        BmUnits = [.. Rows("bm-units")];
        _units = BmUnits.ToDictionary(r => r["id"], r => r["kind"]);
        _losses = Rows("loss-factors").ToLookup(r => (r["distributor"], r["llfc"]));
        _components = [.. Rows("components")];
    }

    public IReadOnlyList<Dictionary<string, string>> BmUnits { get; }

    public IReadOnlyCollection<string> Groups => _groups;

    public IEnumerable<Dictionary<string, string>> Rows(string set)
    {
        var lines = File.ReadAllLines(Path.Combine(_folder, set + ".csv"));
        var header = lines[0].Split(',');
        foreach (var line in lines[1..])
        {
            var cells = line.Split(',');
            Assert.Equal(header.Length, cells.Length);
            yield return header.Zip(cells).ToDictionary(p => p.First, p => p.Second);
        }
    }

    public bool HasParty(string id, SettlementDay day) => _participants.Exists(r => r["id"] == id && InForce(r, day));

    public bool HasGroup(string id) => _groups.Contains(id);

    public string? KindOf(string unit) => _units.GetValueOrDefault(unit);

    public decimal? Factor(string distributor, string llfc, SettlementDay day, int period)
    {
        var rows = _losses[(distributor, llfc)]
            .Where(r =>
                InForce(r, day)
                && int.Parse(r["fromPeriod"], CultureInfo.InvariantCulture) <= period
                && (r["toPeriod"].Length == 0 || period <= int.Parse(r["toPeriod"], CultureInfo.InvariantCulture))
            )
            .ToArray();
        Assert.True(rows.Length <= 1, $"{distributor} {llfc} {day} {period} has {rows.Length} factors");
        return rows.Length == 0 ? null : decimal.Parse(rows[0]["factor"], CultureInfo.InvariantCulture);
    }

    public bool HasComponents(string flow, string segment, string connection, string domestic, string quality) =>
        new[] { "no", "yes" }.All(losses =>
            _components.Exists(r =>
                r["losses"] == losses
                && Matches(r["flow"], flow)
                && Matches(r["segment"], segment)
                && Matches(r["connection"], connection)
                && Matches(r["domestic"], domestic)
                && Matches(r["quality"], quality)
            )
        );

    private static bool Matches(string cell, string value) => cell.Length == 0 || cell == value;

    private static bool InForce(Dictionary<string, string> row, SettlementDay day) =>
        (row.GetValueOrDefault("from") is not { Length: > 0 } from || SettlementDay.Parse(from) <= day)
        && (row.GetValueOrDefault("to") is not { Length: > 0 } to || day <= SettlementDay.Parse(to));
}
