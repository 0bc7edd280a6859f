using Settlement.Domain.Tests.Cases;

namespace Settlement.Domain.Tests.Oracle;

/// <summary>GSP Group Correction by the contract's text (section 4, steps 2 and 3), printed as it goes.</summary>
internal sealed class OracleGroups
{
    public Dictionary<(string Group, string Supplier), Fraction> Allocated { get; } = [];

    public Fraction TakeMinusAllocated { get; private set; }

    public OracleGroups(Given given, IReadOnlyList<MeteredEnergy.Volume> volumes, Shortfalls reasons, Shortfalls warnings, Sheets sheets)
    {
        var floor = Parameter(given, "correctionFloor", "0.9");
        var ceiling = Parameter(given, "correctionCeiling", "1.1");
        var band = Parameter(given, "correctionBand", "0");
        var names = given["takes"]
            .Select(row => row["gspGroup"])
            .Concat(volumes.Select(v => v.Group))
            .Distinct()
            .Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var takeRow = given["takes"].Single(row => row["gspGroup"] == name);
            var take = Fraction.Parse(takeRow["mwh"]);
            var mine = volumes.Where(v => v.Group == name).ToArray();
            var sum = Fraction.Sum(mine.Select(v => v.Mwh));
            var denominator = Fraction.Sum(mine.Select(v => v.Mwh * v.Weight));
            var error = take - sum;
            Fraction correction = 1;
            var corrected = mine.Select(v => v.Mwh).ToArray();
            if (!denominator.IsZero)
            {
                correction = (1 + (error / denominator)).Round(9);
                corrected = [.. mine.Select(v => (v.Mwh + (v.Mwh * v.Weight * error / denominator)).Round(9))];
                corrected = Sharing.Complete(corrected, take, i => !mine[i].Weight.IsZero);
            }
            else if (!error.IsZero)
            {
                reasons.Add("correction-impossible", name);
            }

            if (correction < floor || correction > ceiling)
            {
                if (band.IsZero)
                {
                    warnings.Add("correction", name);
                }
                else
                {
                    reasons.Add("correction-out-of-range", name);
                }
            }
            sheets.Add("gsp-groups", name, take, takeRow["estimated"], sum, correction);
            for (var i = 0; i < mine.Length; i++)
            {
                sheets.Add("components", name, mine[i].Supplier, mine[i].Component, mine[i].Mwh, corrected[i]);
                var key = (name, mine[i].Supplier);
                Allocated[key] = Allocated.GetValueOrDefault(key) + corrected[i];
            }

            foreach (var supplier in mine.Select(v => v.Supplier).Distinct())
            {
                sheets.Add("suppliers", name, supplier, Allocated[(name, supplier)]);
            }
            TakeMinusAllocated += (take - Fraction.Sum(corrected)).Abs();
        }
    }

    public static Fraction Parameter(Given given, string name, string otherwise) =>
        Fraction.Parse(given["parameters"].FirstOrDefault(row => row["name"] == name)?["value"] ?? otherwise);
}
