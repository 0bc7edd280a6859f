using Settlement.Domain.Tests.Cases;

namespace Settlement.Domain.Tests.Oracle;

/// <summary>Transmission losses by the contract's text (section 4, step 4), printed as it goes.</summary>
internal sealed class OracleUnits
{
    public sealed record Unit(Row Row, bool Interconnector, bool Delivers, Fraction Mwh, Fraction Tlm, Fraction Credited);

    public IReadOnlyList<Unit> Units { get; }

    public Fraction Losses { get; }

    public Fraction TlmoPlus { get; }

    public Fraction TlmoMinus { get; }

    public Fraction CreditedSum => Fraction.Sum(Units.Select(unit => unit.Credited));

    public OracleUnits(Given given, OracleGroups groups, Shortfalls reasons, Sheets sheets)
    {
        var rows = given["bm-units"].OrderBy(row => row["id"], StringComparer.Ordinal).ToArray();
        var mwh = rows.Select(row => Volume(given, groups, row)).ToArray();
        var tlf = rows.Select(row => row["gspGroup"].Length == 0 ? 0 : Tlf(given, row["gspGroup"])).ToArray();
        var interconnector = rows.Select(row => row["kind"] == "interconnector").ToArray();
        var all = Enumerable.Range(0, rows.Length).ToArray();
        var delivers = all.Select(i => Fraction.Sum(all.Where(k => SameTradingUnit(rows[i], rows[k])).Select(k => mwh[k])) > 0).ToArray();

        var alpha = OracleGroups.Parameter(given, "alpha", "0.45");
        Losses = Fraction.Sum(mwh);
        var plus = all.Where(i => delivers[i] && !interconnector[i]).ToArray();
        var minus = all.Where(i => !delivers[i] && !interconnector[i]).ToArray();
        var (sumPlus, sumMinus) = (Fraction.Sum(plus.Select(i => mwh[i])), Fraction.Sum(minus.Select(i => mwh[i])));
        TlmoPlus = sumPlus.IsZero ? 0 : -((alpha * Losses) + Fraction.Sum(plus.Select(i => mwh[i] * tlf[i]))) / sumPlus;
        TlmoMinus = sumMinus.IsZero ? 0 : (((alpha - 1) * Losses) - Fraction.Sum(minus.Select(i => mwh[i] * tlf[i]))) / sumMinus;

        var tlm = all.Select(i => interconnector[i] ? 1 : 1 + tlf[i] + (delivers[i] ? TlmoPlus : TlmoMinus)).ToArray();
        var credited = all.Select(i => (mwh[i] * tlm[i]).Round(9)).ToArray();
        if (!sumPlus.IsZero && !sumMinus.IsZero)
        {
            credited = Sharing.Complete(credited, 0, i => !interconnector[i]);
        }
        Units = [.. all.Select(i => new Unit(rows[i], interconnector[i], delivers[i], mwh[i], tlm[i], credited[i]))];
        if (!CreditedSum.IsZero && sumPlus.IsZero)
        {
            reasons.Add("no-delivery", string.Empty);
        }
        if (!CreditedSum.IsZero && sumMinus.IsZero)
        {
            reasons.Add("no-offtake", string.Empty);
        }
        foreach (var unit in Units)
        {
            sheets.Add("bm-units", unit.Row["id"], unit.Mwh, unit.Tlm.Round(9), unit.Credited);
        }
    }

    private static bool SameTradingUnit(Row one, Row other) =>
        one["id"] == other["id"] || (one["tradingUnit"].Length > 0 && one["tradingUnit"] == other["tradingUnit"]);

    private static Fraction Volume(Given given, OracleGroups groups, Row unit)
    {
        if (unit["kind"] != "supplier")
        {
            return Fraction.Parse(given["volumes"].Single(row => row["bmUnit"] == unit["id"])["mwh"]);
        }
        return unit.Yes("default") ? -groups.Allocated.GetValueOrDefault((unit["gspGroup"], unit["party"])) : 0;
    }

    private static Fraction Tlf(Given given, string group)
    {
        var zone = given["gsp-groups"].Single(row => row["id"] == group)["zone"];
        return Fraction.Parse(given["transmission-loss-factors"].Single(row => row["zone"] == zone)["tlf"]);
    }
}
