using System.Globalization;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Simulation;

/// <summary>Writes <c>reference/{set}.csv</c>; timetable and holidays are the platform's own. Without a book of meters there is no list of them.</summary>
internal sealed class ReferenceWriter(SimulationOptions options, Cast cast, MeterCatalog? meters)
{
    /// <summary>Above this many meters the list of meters is left out.</summary>
    public const int MaxMetersListed = 100_000;

    private readonly string _folder = Path.Combine(options.Out, "reference");

    public void Write(Registrations registrations, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        var departed = SettlementDay.FromNumber(options.From.Number - 30);
        Write(
            "participants",
            "id,name,role,from,to",
            [
                .. cast.Suppliers.Select(s => $"{s.Id},{s.Name} (made up),supplier,,"),
                $"{SyntheticMarket.DepartedSupplier},Departed (made up),supplier,,{departed}",
                .. SyntheticMarket.Generators.Select(g => $"{g.Id},{g.Name} (made up),generator,,"),
                $"{SyntheticMarket.Trader},Tradewind (made up),trader,,",
            ]
        );
        Write("gsp-groups", "id,name,zone", cast.Groups.Select(g => $"{g.Id},{g.Name},{Zone(g)}"));
        Write("bm-units", "id,party,account,gspGroup,tradingUnit,kind,default", BmUnits());
        Write("components", "id,flow,segment,connection,domestic,quality,losses,weight", ComponentTable.Rows());
        Write("loss-factors", "distributor,llfc,fromPeriod,toPeriod,factor,from,to", LossFactors());
        // All zones, as a generating unit may stand in a group that a small market leaves out.
        Write("transmission-loss-factors", "zone,tlf", SyntheticMarket.Groups.Select(g => $"{Zone(g)},{g.Tlf}"));
        Write(
            "distributors",
            "id,participant",
            [
                .. SyntheticMarket.Groups.OrderBy(g => g.Distributor).Select(g => $"{g.Distributor},{g.DistributorParticipant}"),
                $"{SyntheticMarket.IndependentDistributor},IPNL",
            ]
        );
        Write("registrations", "supplier,gspGroup,segment,meters", registrations.Rows());
        Write("parameters", "name,value", ["alpha,0.45", "interestRate,0.04", "correctionFloor,0.9", "correctionCeiling,1.1"]);
        if (meters?.Count <= MaxMetersListed)
        {
            Write("meters", "mpan,supplier,gspGroup,llfc,segment,connection,domestic", Meters(meters, cancellationToken));
        }
        else
        {
            // A list left from a smaller market in the same folder would be loaded with this one.
            File.Delete(Path.Combine(_folder, "meters.csv"));
        }
    }

    private static int Zone(GroupSeed group) =>
        Array.IndexOf(SyntheticMarket.Groups, SyntheticMarket.Groups.Single(g => g.Id == group.Id)) + 1;

    private IEnumerable<string> BmUnits()
    {
        foreach (var supplier in cast.Suppliers)
        {
            foreach (var group in cast.Groups)
            {
                yield return $"{SyntheticMarket.SupplierUnit(supplier.Id, group.Id)},{supplier.Id},C,{group.Id},DEFAULT_{group.Id},supplier,yes";
            }
        }

        yield return $"{cast.ExtraSupplierUnit},{cast.Suppliers[0].Id},C,{cast.Groups[0].Id},DEFAULT_{cast.Groups[0].Id},supplier,no";
        foreach (var unit in SyntheticMarket.Units)
        {
            var group = cast.Groups.Any(g => g.Id == unit.Group) ? unit.Group : "";
            yield return $"{unit.Id},{unit.Party},P,{group},,generation,no";
        }

        yield return $"{SyntheticMarket.Interconnector},{SyntheticMarket.InterconnectorParty},P,,,interconnector,no";
    }

    private IEnumerable<string> LossFactors()
    {
        foreach (
            var distributor in SyntheticMarket.Groups.Select(g => g.Distributor).Append(SyntheticMarket.IndependentDistributor).Order()
        )
        {
            foreach (var lossClass in LossClass.All)
            {
                foreach (var band in lossClass.Bands)
                {
                    var start = $"{distributor},{lossClass.Id},{band.From},{band.To}";
                    if (lossClass.Id != LossClass.ChangingClass)
                    {
                        yield return $"{start},{Factor(lossClass.Thousandths(band, distributor, false))},,";
                        continue;
                    }

                    yield return $"{start},{Factor(lossClass.Thousandths(band, distributor, false))},,{options.From}";
                    yield return $"{start},{Factor(lossClass.Thousandths(band, distributor, true))},{options.From.Next},";
                }
            }
        }
    }

    private IEnumerable<string> Meters(MeterCatalog meters, CancellationToken cancellationToken)
    {
        for (var index = 0; index < meters.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var m = meters[index];
            yield return $"{m.Mpan},{cast.Suppliers[m.Supplier].Id},{cast.Groups[m.Group].Id},{LossClass.All[m.LossClass].Id},{m.Segment.Text()},{m.Connection.Text()},{(m.Domestic ? "yes" : "no")}";
        }
    }

    private static string Factor(int thousandths) => (thousandths / 1000m).ToString("0.000", CultureInfo.InvariantCulture);

    private void Write(string set, string header, IEnumerable<string> rows)
    {
        using var writer = new StreamWriter(Path.Combine(_folder, set + ".csv")) { NewLine = "\n" };
        writer.WriteLine(header);
        foreach (var row in rows)
        {
            writer.WriteLine(row);
        }
    }
}
