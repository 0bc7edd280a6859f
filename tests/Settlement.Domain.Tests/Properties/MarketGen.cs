using System.Globalization;
using CsCheck;
using Settlement.Domain.Tests.Cases;

namespace Settlement.Domain.Tests.Properties;

/// <summary>Markets of a few groups and parties with whatever a market can have, some of it missing; the fewer rows the simpler.</summary>
internal sealed class MarketGen : Gen<Given>
{
    public override Given Generate(PCG pcg, Size? min, out Size size)
    {
        var given = new Draw(pcg).Market();
        size = new Size((ulong)Given.Columns.Keys.Sum(table => given[table].Count));
        return given;
    }

    private sealed class Draw(PCG pcg)
    {
        private static readonly string[] Suppliers = ["ALFA", "BRAV", "CHAR", "DELT", "ECHO", "FOXT"];
        private static readonly string[] Segments = ["smart", "advanced", "unmetered"];
        private static readonly string[] Connections = ["W", "L", "H", "E", "U"];
        private static readonly string[] Weights = ["", "0", "1", "1", "1.0", "0.25", "-1", "-0.5", "2.5", "0.3333", "-0.0001"];
        private static readonly string[] Classes = ["10,001", "10,1", "12,ABC"];

        private readonly List<(string Id, string Party, string Kind)> _units = [];
        private string[] _groups = [];
        private string[] _suppliers = [];
        private string[] _parties = [];

        public Given Market()
        {
            _groups = [.. new[] { "_A", "_B", "_C", "_P" }.Take(Int(1, 4))];
            _suppliers = [.. Suppliers.Take(Int(1, 6))];
            _parties = [.. _suppliers, "GENX", "GENY", "TRDX"];
            var given = new Given()
                .With("period", Pick("2026-06-16,SF,17", "2026-06-16,II,48", "2026-10-25,R1,50", "2026-03-29,RF,46", "2026-10-25,DF,3"))
                .With(
                    "participants",
                    _parties.OrderBy(_ => Int(0, 99)).Select(id => $"{id},,{(_suppliers.Contains(id) ? "supplier" : "generator")}")
                )
                .With("gsp-groups", _groups.Select((group, i) => $"{group},,{i % 3}"))
                .With("transmission-loss-factors", Enumerable.Range(0, 3).Where(_ => Mostly()).Select(zone => $"{zone},{Tlf()}"))
                .With("components", Components())
                .With("loss-factors", LossFactors())
                .With("bm-units", Units().OrderBy(_ => Int(0, 99)))
                .With("parameters", Parameters())
                .With("price", Chance(98) ? [Price()] : [])
                .With("behind", Chance(98) ? [] : ["readings/3"]);
            var cells = Cells().ToArray();
            return given
                .With("cells", cells)
                .With("takes", Takes(cells).Where(_ => Mostly()))
                .With("volumes", _units.Where(unit => unit.Kind != "supplier" && Mostly()).Select(unit => $"{unit.Id},{Volume()}"))
                .With("contracts", Several(8, i => $"c{i},{Pick(_parties)},{Account()},{Pick(_parties)},{Account()},{Positive()}"))
                .With("balancing", _units.Where(_ => Chance(25)).Select(unit => $"{unit.Id},{Volume()}"));
        }

        private IEnumerable<string> Units()
        {
            foreach (var group in _groups)
            {
                foreach (var supplier in _suppliers.Where(_ => Mostly()))
                {
                    yield return Unit($"2_{group}{supplier}000", supplier, "supplier", group, isDefault: true);
                    if (Chance(15))
                    {
                        yield return Unit($"2_{group}{supplier}001", supplier, "supplier", group);
                    }
                }
            }

            for (var i = Int(0, 4); i > 0; i--)
            {
                yield return Unit($"T_GEN-{i}", Pick(_parties), "generation", Chance(70) ? Pick(_groups) : "");
            }
            for (var i = Int(0, 2); i > 0; i--)
            {
                yield return Unit($"I_LINK-{i}", Pick(_parties), "interconnector", Chance(30) ? Pick(_groups) : "");
            }
        }

        private string Unit(string id, string party, string kind, string group, bool isDefault = false)
        {
            _units.Add((id, party, kind));
            var account = kind == "supplier" ? Pick("C", "C", "C", "P") : Account();
            return $"{id},{party},{account},{group},{Pick("", "", "", "SITE1", "SITE2")},{kind},{(isDefault ? "yes" : "no")}";
        }

        private IEnumerable<string> Components()
        {
            var id = 0;
            foreach (var losses in new[] { "no", "yes" })
            {
                for (var more = Int(0, 4); more > 0; more--)
                {
                    yield return $"{++id},{Any("import", "export")},{Any(Segments)},{Any(Connections)},{Any("yes", "no")},{Any("A", "E")},{losses},{Pick(Weights)}";
                }
                if (Chance(97))
                {
                    yield return $"{++id},import,,,,,{losses},{Pick(Weights)}";
                }
                if (Chance(97))
                {
                    yield return $"{++id},,,,,,{losses},{Pick(Weights)}";
                }
            }
        }

        private IEnumerable<string> LossFactors()
        {
            foreach (var of in Classes.Where(_ => Mostly()))
            {
                var cut = Int(1, 49);
                yield return $"{of},1,{cut},{Factor()}";
                if (Chance(97))
                {
                    yield return $"{of},{cut + 1},{Pick("", "50")},{Factor()}";
                }
            }
        }

        private IEnumerable<string> Cells() =>
            Several(
                12,
                _ =>
                {
                    var wattHours = Pick(0, Int(0, 999), Int(0, 999_999), Int(0, 1_000_000_000), 5_000_000);
                    return $"{Pick(_groups)},{Pick(_suppliers)},{Pick("import", "import", "export")},{Pick(Segments)},{Pick(Connections)},{Pick("yes", "no")},{Pick(Classes)},{Pick("A", "E")},{wattHours},{(wattHours == 0 ? Int(0, 2) : Int(1, 5000))}";
                }
            );

        private IEnumerable<string> Takes(string[] cells) =>
            _groups.Select(group =>
            {
                var metered = cells
                    .Select(cell => cell.Split(','))
                    .Where(cell => cell[0] == group)
                    .Sum(cell => decimal.Parse(cell[9], CultureInfo.InvariantCulture) / 1_000_000 * (cell[2] == "import" ? 1 : -1));
                var near = decimal.Round(metered * Int(90, 120) / 100, Int(0, 6)).ToString(CultureInfo.InvariantCulture);
                return $"{group},{Pick(near, near, near, metered.ToString(CultureInfo.InvariantCulture), Volume())},{Pick("yes", "no")}";
            });

        private IEnumerable<string> Parameters()
        {
            if (Chance(40))
            {
                yield return $"alpha,{Pick("0", "1", "0.5", "0.333333", "0.45")}";
            }
            if (Chance(20))
            {
                yield return $"correctionFloor,{Pick("0.9", "0.95", "0.5")}";
            }
            if (Chance(20))
            {
                yield return $"correctionCeiling,{Pick("1.1", "1.05", "2")}";
            }
            if (Chance(20))
            {
                yield return $"correctionBand,{Pick("0", "1")}";
            }
        }

        private string Price()
        {
            var buy = Pick("96.5", "0", "-42.12345", Number(200_00000, 5));
            return $"{buy},{(Chance(50) ? buy : Pick("0", "-185.5", Number(100_00000, 5)))}";
        }

        private string Tlf() => Pick("0", Number(300_000, 7), Number(300_000, 7));

        private string Factor() => Pick("1", (Int(950, 1200) / 1000m).ToString(CultureInfo.InvariantCulture));

        private string Volume() => Pick("0", "100", "-100", Number(2_000_000_000, 6), Number(2_000_000_000, 6), Number(2_000, 6));

        private string Positive() => Volume().TrimStart('-');

        private string Number(int most, byte decimals)
        {
            var value = Int(-most, most);
            return new decimal(Math.Abs(value), 0, 0, value < 0, decimals).ToString(CultureInfo.InvariantCulture);
        }

        private string Account() => Pick("P", "C");

        private string Any(params string[] choice) => Chance(60) ? "" : Pick(choice);

        private T Pick<T>(params T[] choice) => choice[Int(0, choice.Length - 1)];

        private bool Chance(int percent) => Int(1, 100) <= percent;

        // Rare enough, for the many inputs of a market, that most markets lack nothing.
        private bool Mostly() => Int(1, 150) > 1;

        private int Int(int low, int high) => low + (int)pcg.Next((uint)(high - low + 1));

        private IEnumerable<string> Several(int most, Func<int, string> row) => [.. Enumerable.Range(1, Int(0, most)).Select(row)];
    }
}
