using Settlement.Domain.Tests.Cases;

namespace Settlement.Domain.Tests.Oracle;

/// <summary>
/// The settlement of one period a second time, from the contract's text alone: in fractions, straight from the tables,
/// slow, and sharing no code with what it checks.
/// </summary>
internal static class PeriodOracle
{
    public static Sheets Settle(Given given)
    {
        var missing = new Shortfalls();
        var energy = new MeteredEnergy(given, missing);
        AddMissing(given, missing);
        var sheets = new Sheets();
        foreach (var (code, of) in missing.Sorted)
        {
            sheets.Add("shortcomings", "missing", code, of);
        }
        if (missing.Any)
        {
            return sheets;
        }

        var (reasons, warnings) = (new Shortfalls(), new Shortfalls());
        var groups = new OracleGroups(given, energy.Volumes, reasons, warnings, sheets);
        var units = new OracleUnits(given, groups, reasons, sheets);
        var parties = new OracleParties(given, units, reasons, sheets);
        sheets.Add("totals", units.Losses, units.TlmoPlus.Round(12), units.TlmoMinus.Round(12), parties.Residual);
        sheets.Add("controls", groups.TakeMinusAllocated, units.CreditedSum, parties.ContractedSum, parties.NetSum);
        foreach (var (code, of) in reasons.Sorted)
        {
            sheets.Add("shortcomings", "reason", code, of);
        }
        foreach (var (code, of) in warnings.Sorted)
        {
            sheets.Add("shortcomings", "warning", code, of);
        }
        return sheets;
    }

    private static void AddMissing(Given given, Shortfalls missing)
    {
        foreach (var row in given["behind"])
        {
            missing.Add("ingest-behind", row["partition"]);
        }
        if (given["price"].Count == 0)
        {
            missing.Add("price-missing", string.Empty);
        }
        foreach (var unit in given["bm-units"])
        {
            var group = unit["gspGroup"];
            if (unit["kind"] == "supplier" && unit.Yes("default") && given["takes"].All(row => row["gspGroup"] != group))
            {
                missing.Add("take-missing", group);
            }
            if (unit["kind"] != "supplier" && given["volumes"].All(row => row["bmUnit"] != unit["id"]))
            {
                missing.Add("volume-missing", unit["id"]);
            }
            var zone = given["gsp-groups"].FirstOrDefault(row => row["id"] == group)?["zone"];
            if (group.Length > 0 && given["transmission-loss-factors"].All(row => row["zone"] != zone))
            {
                missing.Add("tlf-missing", group);
            }
        }
    }
}
