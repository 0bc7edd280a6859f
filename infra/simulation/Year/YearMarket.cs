using System.Globalization;
using Settlement.Domain.Calendar;
using Settlement.Domain.Timetable;

namespace Settlement.Simulation.Year;

/// <summary>A market as small as one can be: a few households of three suppliers in one GSP Group, and a generator. Any of its days can be made at any time.</summary>
public sealed class YearMarket
{
    private const string Group = "_C";
    private const string Generator = "GENA";
    private const string Unit = "T_GENA-1";

    // The hubs' names in the contract; the market is made up without the code that reads it.
    private const string ReadingsHub = "readings";
    private const string MarketHub = "market";

    private const int Suppliers = 3;
    private const int Meters = 6;
    private const ulong Stream = 5UL << 60;

    private static readonly string[] Codes = [.. RunType.Codes];

    private readonly SimulationOptions _options = new()
    {
        Out = ".",
        Meters = Meters,
        Seed = 2027,
    };
    private readonly Cast _cast = new(
        [SyntheticMarket.Groups.Single(group => group.Id == Group)],
        [.. SyntheticMarket.Suppliers.Take(Suppliers)]
    );
    private readonly MeterCatalog _meters;

    public YearMarket() => _meters = new(_options.Seed, Meters, _cast);

    /// <summary>Set → CSV; timetable and holidays are the platform's own.</summary>
    public IReadOnlyDictionary<string, string> Reference()
    {
        var distributor = _cast.Groups[0].Distributor;
        return new Dictionary<string, string>
        {
            ["participants"] = Csv(
                "id,name,role",
                [
                    .. _cast.Suppliers.Select(supplier => $"{supplier.Id},{supplier.Name} (made up),supplier"),
                    $"{Generator},Ashford Works (made up),generator",
                ]
            ),
            ["gsp-groups"] = Csv("id,name,zone", [$"{Group},{_cast.Groups[0].Name},1"]),
            ["bm-units"] = Csv(
                "id,party,account,gspGroup,tradingUnit,kind,default",
                [
                    .. _cast.Suppliers.Select(supplier =>
                        $"{SyntheticMarket.SupplierUnit(supplier.Id, Group)},{supplier.Id},C,{Group},DEFAULT_{Group},supplier,yes"
                    ),
                    $"{Unit},{Generator},P,{Group},,generation,no",
                ]
            ),
            ["components"] = Csv("id,flow,segment,connection,domestic,quality,losses,weight", ComponentTable.Rows()),
            ["loss-factors"] = Csv(
                "distributor,llfc,fromPeriod,toPeriod,factor",
                LossClass.All.Select(each =>
                    string.Create(CultureInfo.InvariantCulture, $"{distributor},{each.Id},1,,{each.Bands[0].Thousandths / 1000m:0.000}")
                )
            ),
            ["transmission-loss-factors"] = Csv("zone,tlf", [$"1,{_cast.Groups[0].Tlf}"]),
            ["distributors"] = Csv("id,participant", [$"{distributor},{_cast.Groups[0].DistributorParticipant}"]),
        };
    }

    /// <summary>What a day needs, as events: its readings and its market figures.</summary>
    public IEnumerable<(string Hub, byte[] Body)> Day(SettlementDay day)
    {
        var readings = Readings(day).ToList();
        yield return (ReadingsHub, Array(readings.Select(reading => Written(reading))));
        yield return (MarketHub, Array(Market(day, readings)));
    }

    /// <summary>A late correction before a run: a meter's day, a fifth more or less than it was.</summary>
    public (string Hub, byte[] Body) Correction(SettlementDay day, string run)
    {
        var revision = System.Array.IndexOf(Codes, run);
        var reading = Reading(day, (day.Number + revision) % Meters);
        reading.Correct(revision % 2 == 0 ? 0.8 : 1.2);
        reading.Revision = revision;
        return (ReadingsHub, Written(reading));
    }

    private IEnumerable<ReadingMessage> Readings(SettlementDay day) => Enumerable.Range(0, Meters).Select(meter => Reading(day, meter));

    private ReadingMessage Reading(SettlementDay day, int meter) =>
        MeterDayWriter.Plain(_options, _meters[meter], ReportDay.Local(day, day, 1));

    private byte[] Written(ReadingMessage reading)
    {
        var line = new Utf8Line();
        reading.Write(line, _cast);
        return line.Bytes.ToArray();
    }

    private IEnumerable<byte[]> Market(SettlementDay day, List<ReadingMessage> readings)
    {
        var random = SeededRandom.For(_options.Seed, Stream, (ulong)day.Number);
        var message = new MarketMessage();
        for (var period = 1; period <= day.Periods; period++)
        {
            var metered = readings.Sum(reading => reading.Wh[period - 1]);
            var price = 6_200 + random.Below(3_000);
            var take = 10 + (metered * (1_060 + random.Below(40)) / 1_000);
            var generated = take * 1_020 / 1_000;
            yield return message.Take(day, period, Group, take, false).ToArray();
            yield return message.Price(day, period, price, price).ToArray();
            yield return message.Volume(day, period, Unit, generated).ToArray();
            foreach (var supplier in _cast.Suppliers)
            {
                yield return message
                    .Contract(
                        day,
                        period,
                        new($"{supplier.Id}-{day}-{period}", Generator, "P", supplier.Id, "C"),
                        (take / Suppliers) + random.Below(50)
                    )
                    .ToArray();
            }
        }
    }

    private static byte[] Array(IEnumerable<byte[]> objects)
    {
        var bytes = new List<byte>("["u8.ToArray());
        foreach (var each in objects)
        {
            if (bytes.Count > 1)
            {
                bytes.Add((byte)',');
            }
            bytes.AddRange(each);
        }

        bytes.Add((byte)']');
        return [.. bytes];
    }

    private static string Csv(string header, IEnumerable<string> rows) => string.Concat(rows.Prepend(header).Select(row => row + "\n"));
}
