using System.Globalization;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Worked;

/// <summary>The published figures, which carry no rounding: ours may differ in the ninth digit and by 0.02 in money.</summary>
public sealed class WorkedExampleTests(WorkedRuns runs) : IClassFixture<WorkedRuns>
{
    private const decimal NinthDigit = 0.000000009m;
    private const decimal Money = 0.02m;
    private const decimal MoneyBetweenRuns = 0.03m;

    private static readonly string[] All = ["sf", "r1", "weighted"];

    public static TheoryData<string> Parts { get; } = [.. All];

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_run_is_closed_and_has_all_periods_in_their_order(string part)
    {
        Assert.Equal(0, runs.ExitCodeOf(part));
        Assert.Equal(Enumerable.Range(1, 48), runs.Periods(part).Select(period => period.GetProperty("period").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void All_controls_are_zero_in_every_period(string part) =>
        Assert.All(
            runs.Periods(part),
            period =>
            {
                Assert.Equal(4, period.GetProperty("controls").EnumerateObject().Count());
                Assert.All(period.GetProperty("controls").EnumerateObject(), control => Assert.Equal(0, control.Value.GetDecimal()));
            }
        );

    [Theory]
    [MemberData(nameof(Parts))]
    public void Component_volumes_are_exact(string part)
    {
        var group = runs.Period(part).Item("gspGroups", ("gspGroup", "_A"));
        var published = Published(part, "C").ToDictionary(pair => pair.Name, pair => pair.Value);
        Assert.Equal(
            published,
            group.Items("components").ToDictionary(row => $"{row.Text("supplier")}/CCC{row.Number("component")}", row => row.Number("mwh"))
        );
        Assert.Equal(Scalar(part, "sumC"), group.Number("uncorrected"));
        Assert.Equal(Scalar(part, "GSPGT"), group.Number("take"));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Correction_is_as_published(string part)
    {
        var group = runs.Period(part).Item("gspGroups", ("gspGroup", "_A"));
        Assert.Equal(Scalar(part, "CF_9dp"), group.Number("correction"));
        foreach (var (name, value) in Published(part, "CORC"))
        {
            var key = name.Split("/CCC");
            Near(value, group.Item("components", ("supplier", key[0]), ("component", key[1])).Number("corrected"), NinthDigit, name);
        }

        foreach (var (supplier, value) in Published(part, "BMUADV"))
        {
            Near(value, group.Item("suppliers", ("supplier", supplier)).Number("allocated"), NinthDigit, supplier);
        }
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Bm_units_and_losses_are_as_published(string part)
    {
        var period = runs.Period(part);
        foreach (var (field, list) in new[] { ("mwh", "QM"), ("tlm", "TLM"), ("credited", "QCE") })
        {
            foreach (var (unit, value) in Published(part, list))
            {
                Near(value, period.Item("bmUnits", ("bmUnit", unit)).Number(field), NinthDigit, $"{list} of {unit}");
            }
        }

        var totals = period.GetProperty("totals");
        Near(Scalar(part, "losses"), totals.Number("losses"), NinthDigit, "losses");
        Near(Scalar(part, "TLMOplus"), totals.Number("tlmoPlus"), NinthDigit, "TLMO+");
        Near(Scalar(part, "TLMOminus"), totals.Number("tlmoMinus"), NinthDigit, "TLMO-");
        Near(Scalar(part, "TRC"), totals.Number("residual"), Money, "residual");
    }

    [Theory]
    [InlineData("QACE", "credited", false)]
    [InlineData("QABS", "balancing", false)]
    [InlineData("QABC", "contracted", false)]
    [InlineData("QAEI", "imbalance", false)]
    [InlineData("CAEI", "imbalanceCash", true)]
    [InlineData("RCRP", "residualShare", false)]
    [InlineData("RCRC", "residualCash", true)]
    [InlineData("net", "net", true)]
    public void Parties_are_as_published(string list, string field, bool money)
    {
        foreach (var part in All)
        {
            var published = Published(part, list).ToList();
            Assert.Equal(5, published.Count);
            Assert.Equal(
                published.Select(pair => pair.Name).Order(StringComparer.Ordinal),
                runs.Period(part).Items("parties").Select(party => party.Text("party"))
            );
            foreach (var (party, value) in published)
            {
                Near(
                    value,
                    runs.Period(part).Item("parties", ("party", party)).Number(field),
                    money ? Money : NinthDigit,
                    $"{list} of {party}, {part}"
                );
            }
        }
    }

    [Fact]
    public void The_difference_between_the_runs_is_as_published()
    {
        foreach (var party in WorkedExample.Figures("delta_net_R1_minus_SF").EnumerateObject())
        {
            Near(Value(party.Value), Net("r1", party.Name) - Net("sf", party.Name), MoneyBetweenRuns, party.Name);
        }

        decimal Net(string part, string party) => runs.Period(part).Item("parties", ("party", party)).Number("net");
    }

    [Fact]
    public void The_printed_example_is_printed_to_the_last_digit()
    {
        var printed = JsonSerializer.Deserialize<JsonElement>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "printed-example.json"))
        );
        runs.Period("sf").Contains(printed);
    }

    [Fact]
    public void Periods_with_the_same_inputs_have_the_same_figures()
    {
        foreach (var period in runs.Periods("sf"))
        {
            foreach (var field in new[] { "gspGroups", "bmUnits", "parties", "totals", "controls" })
            {
                Assert.Equal(runs.Period("sf").GetProperty(field).GetRawText(), period.GetProperty(field).GetRawText());
            }
        }
    }

    private static IEnumerable<(string Name, decimal Value)> Published(string part, string list) =>
        WorkedExample.Figures(part).GetProperty(list).EnumerateObject().Select(pair => (pair.Name, Value(pair.Value)));

    private static decimal Scalar(string part, string name) => Value(WorkedExample.Figures(part).GetProperty(name));

    private static decimal Value(JsonElement text) => decimal.Parse(text.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static void Near(decimal expected, decimal actual, decimal tolerance, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what}: {actual} instead of {expected}");
}
