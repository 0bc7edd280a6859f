using Settlement.Domain.Tests.Cases;

namespace Settlement.Domain.Tests.Oracle;

/// <summary>From metered totals to component volumes, by the contract's text (section 3, the last paragraphs; section 4, step 1).</summary>
internal sealed class MeteredEnergy
{
    private readonly Given _given;

    public MeteredEnergy(Given given, Shortfalls missing)
    {
        _given = given;
        var period = given["period"][0].Whole("period");
        foreach (var cell in given["cells"].Where(cell => cell["values"] != "0"))
        {
            var of = $"{cell["supplier"]} {cell["gspGroup"]}";
            var factor = given["loss-factors"]
                .FirstOrDefault(row =>
                    row["distributor"] == cell["distributor"]
                    && row["llfc"] == cell["llfc"]
                    && row.Whole("fromPeriod") <= period
                    && (row["toPeriod"].Length == 0 || row.Whole("toPeriod") >= period)
                );
            var energy = Component(cell, losses: "no");
            var losses = Component(cell, losses: "yes");
            var mwh = Fraction.Parse(cell["wattHours"]) / 1_000_000 * (cell["flow"] == "import" ? 1 : -1);
            if (factor is null)
            {
                missing.Add("loss-factor-missing", $"{cell["distributor"]} {cell["llfc"]}");
            }
            if (energy is null || losses is null)
            {
                missing.Add("component-missing", of);
            }
            if (factor is not null && energy is not null && losses is not null)
            {
                Add(cell, energy, mwh);
                Add(cell, losses, mwh * (Fraction.Parse(factor["factor"]) - 1));
            }
            else if (!mwh.IsZero && !HasDefaultUnit(cell["supplier"], cell["gspGroup"]))
            {
                missing.Add("default-bm-unit-missing", of);
            }
        }

        foreach (var volume in Volumes.Where(volume => !HasDefaultUnit(volume.Supplier, volume.Group)))
        {
            missing.Add("default-bm-unit-missing", $"{volume.Supplier} {volume.Group}");
        }
    }

    public sealed record Volume(string Group, string Supplier, int Component, Fraction Weight, Fraction Mwh);

    private readonly Dictionary<(string Group, string Supplier, int Component), Volume> _volumes = [];

    /// <summary>Those that are not 0, in printed order.</summary>
    public IReadOnlyList<Volume> Volumes =>
        [
            .. _volumes
                .Values.Where(v => !v.Mwh.IsZero)
                .OrderBy(v => v.Group, StringComparer.Ordinal)
                .ThenBy(v => v.Supplier, StringComparer.Ordinal)
                .ThenBy(v => v.Component),
        ];

    private void Add(Row cell, Row component, Fraction mwh)
    {
        var key = (cell["gspGroup"], cell["supplier"], component.Whole("id"));
        var before = _volumes.GetValueOrDefault(key)?.Mwh ?? 0;
        _volumes[key] = new(key.Item1, key.Item2, key.Item3, Fraction.Parse(component.Optional("weight") ?? "0"), before + mwh);
    }

    private Row? Component(Row cell, string losses)
    {
        string[] conditions = ["flow", "segment", "connection", "domestic", "quality"];
        return _given["components"]
            .Where(row => row["losses"] == losses && conditions.All(name => row[name].Length == 0 || row[name] == cell[name]))
            .OrderBy(row => -conditions.Count(name => row[name].Length > 0))
            .ThenBy(row => row.Whole("id"))
            .FirstOrDefault();
    }

    private bool HasDefaultUnit(string supplier, string group) =>
        _given["bm-units"]
            .Any(row => row["party"] == supplier && row["gspGroup"] == group && row["kind"] == "supplier" && row.Yes("default"));
}
