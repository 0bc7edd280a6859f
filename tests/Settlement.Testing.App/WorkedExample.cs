using System.Globalization;
using System.Text.Json;

namespace Settlement.Testing.App;

/// <summary>The worked example: its figures, and its inputs as reference data and messages. Every period of a day gets the same.</summary>
internal static class WorkedExample
{
    public const string Day = "2026-06-16";
    private const int Periods = 48;

    private static readonly JsonElement Root = JsonSerializer.Deserialize<JsonElement>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "worked-example.json"))
    );

    /// <summary>Supplier and consumption component → meter.</summary>
    private static readonly Dictionary<(string Supplier, string Component), string> Mpans = Suppliers
        .SelectMany(supplier => supplier.Value.EnumerateObject(), (supplier, component) => (supplier.Name, component.Name))
        .Select((key, i) => (key, Meters.Number(100 + i)))
        .ToDictionary(pair => pair.key, pair => pair.Item2);

    public static JsonElement Inputs => Root.GetProperty("inputs");

    private static IEnumerable<JsonProperty> Suppliers => Inputs.GetProperty("consumption_sf").EnumerateObject();

    public static JsonElement Figures(string part) => Root.GetProperty(part);

    public static string MeterOf(string supplier, string component) => Mpans[(supplier, component)];

    /// <summary>Set → CSV. A generating unit of its own GSP Group gets its zone's loss factor.</summary>
    public static Dictionary<string, string> Reference(string weights = "weights")
    {
        var weight = Inputs.GetProperty(weights);
        var tlf = Inputs.GetProperty("tlf");
        var factors = Inputs.GetProperty("lossFactors");
        return new()
        {
            ["participants"] =
                "id,name,role\nALFA,Alfa,supplier\nBRAV,Bravo,supplier\nCHAR,Charlie,supplier\nGENX,Generation,generator\nTRDX,Trading,trader\n",
            ["gsp-groups"] = "id,name,zone\n_A,Eastern,1\n_B,East Midlands,2\n",
            ["bm-units"] =
                "id,party,account,gspGroup,tradingUnit,kind,default\n"
                + string.Concat(Suppliers.Select(s => $"2__A{s.Name}000,{s.Name},C,_A,,supplier,yes\n"))
                + "T_GENX-1,GENX,P,_B,,generation,no\n",
            ["components"] = $"""
                id,flow,segment,connection,domestic,quality,losses,weight
                17,import,,,,E,no,{weight.Text("17")}
                20,import,,,,E,yes,{weight.Text("20")}
                1,import,,,,A,no,{weight.Text("1")}
                4,import,,,,A,yes,{weight.Text("4")}

                """,
            ["loss-factors"] =
                $"distributor,llfc,fromPeriod,toPeriod,factor\n12,085,1,,{factors.Text("CCC17/20")}\n12,031,1,,{factors.Text("CCC1/4")}\n",
            ["transmission-loss-factors"] = $"zone,tlf\n1,{tlf.Text("suppliers")}\n2,{tlf.Text("T_GENX-1")}\n",
            ["distributors"] = "id,participant\n12,LOND\n",
            // A meter of the example has the energy of a town.
            ["parameters"] = $"name,value\nalpha,{Inputs.Text("alpha")}\nplausibleKwhW,0\n",
        };
    }

    /// <summary>The market messages of a day, an array for each period.</summary>
    public static IEnumerable<string> Market(string day = Day) =>
        Enumerable.Range(1, Periods).Select(period => $"[{string.Join(',', Market(day, period))}]");

    /// <summary>The readings of a day, a message for each meter.</summary>
    public static IEnumerable<string> Readings(string day = Day) =>
        Suppliers.SelectMany(
            supplier => supplier.Value.EnumerateObject(),
            (supplier, component) => Reading(day, supplier.Name, component.Name, component.Value.GetString()!, 0)
        );

    /// <summary>What changes between SF and R1: ALFA's component 17 is 505 in place of 520.</summary>
    public static string LateReading(string day = Day) => Reading(day, "ALFA", "17", "505", 1);

    private static string Reading(string day, string supplier, string component, string mwh, int revision)
    {
        var kwh = (decimal.Parse(mwh, CultureInfo.InvariantCulture) * 1000).ToString(CultureInfo.InvariantCulture);
        var (quality, llfc) = component == "17" ? ("E1", "085") : ("A", "031");
        return Body
            .Reading.Text("mpan", MeterOf(supplier, component))
            .Text("day", day)
            .Text("supplier", supplier)
            .Text("quality", quality)
            .Text("llfc", llfc)
            .Set("kwh", $"[{string.Join(',', Enumerable.Repeat(kwh, Periods))}]")
            .Set("revision", revision.ToString(CultureInfo.InvariantCulture))
            .ToString();
    }

    private static IEnumerable<string> Market(string day, int period)
    {
        var (generation, balancing) = (Inputs.GetProperty("generation").Text("T_GENX-1"), Inputs.GetProperty("balancing").Text("T_GENX-1"));
        var price = Inputs.Text("systemPrice");
        var bought = Inputs.GetProperty("netContracts").EnumerateObject().Where(party => party.Value.GetString()![0] == '-');
        return new[]
        {
            Body.Take.Set("mwh", Inputs.Text("gspGroupTake")),
            Body.Price.Set("buy", price).Set("sell", price),
            Body.Volume.Set("mwh", generation),
            Body.Balancing.Set("mwh", balancing),
        }
            .Concat(
                bought.Select(party =>
                    Body.Contract.Text("id", $"to-{party.Name}").Text("buyer", party.Name).Set("mwh", party.Value.GetString()![1..])
                )
            )
            .Select(body => body.Text("day", day).Set("period", period.ToString(CultureInfo.InvariantCulture)).ToString());
    }
}
