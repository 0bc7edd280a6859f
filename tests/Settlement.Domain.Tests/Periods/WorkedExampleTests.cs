using Settlement.Domain.Allocation;
using Settlement.Domain.Periods;
using Settlement.Domain.Tests.Cases;

namespace Settlement.Domain.Tests.Periods;

/// <summary>Published figures against those of the worked example, which nobody rounded on the way.</summary>
public class WorkedExampleTests
{
    private const decimal NinthDigit = 0.000000001m;
    private const decimal Pennies = 0.02m;

    private static readonly Dictionary<string, string> Ids = new()
    {
        ["17"] = "CCC17",
        ["20"] = "CCC20",
        ["1"] = "CCC1",
        ["4"] = "CCC4",
    };

    public static TheoryData<string> Cases => ["sf", "r1", "weighted"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Component_volumes_are_exact_and_their_correction_is_rounded_only(string name)
    {
        var (example, figures) = Settle(name);
        var group = Assert.Single(figures.GspGroups);

        Assert.Equal(("_A", example["GSPGT"], false), (group.GspGroup, group.Take, group.Estimated));
        Assert.Equal(example["sumC"], group.Uncorrected);
        Assert.Equal(example["CF_9dp"], group.Correction);
        Assert.Equal(example.Names("C").Order(StringComparer.Ordinal), group.Components.Select(Key).Order(StringComparer.Ordinal));
        foreach (var component in group.Components)
        {
            Assert.Equal(example["C", Key(component)], component.Mwh);
            Near(example["CORC", Key(component)], component.Corrected, NinthDigit);
        }

        foreach (var supplier in group.Suppliers)
        {
            Near(example["BMUADV", supplier.Supplier], supplier.Allocated, NinthDigit);
        }
        Assert.Equal(group.Take, group.Suppliers.Sum(s => s.Allocated));

        string Key(ComponentResult component) => $"{component.Supplier}/{Ids[$"{component.Component}"]}";
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_are_shared_as_in_the_example(string name)
    {
        var (example, figures) = Settle(name);

        Assert.Equal(example["losses"], figures.Totals.Losses);
        Assert.Equal(example["TLMOplus"], figures.Totals.TlmoPlus);
        Assert.Equal(example["TLMOminus"], figures.Totals.TlmoMinus);
        Assert.Equal(example.Names("TLM").Order(StringComparer.Ordinal), figures.BmUnits.Select(u => u.BmUnit));
        foreach (var unit in figures.BmUnits)
        {
            Assert.Equal(example["TLM", unit.BmUnit], unit.Tlm);
            Near(example["QM", unit.BmUnit], unit.Mwh, NinthDigit);
            Near(example["QCE", unit.BmUnit], unit.Credited, NinthDigit);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parties_pay_and_are_paid_as_in_the_example(string name)
    {
        var (example, figures) = Settle(name);

        Near(example["TRC"], figures.Totals.Residual, Pennies);
        Assert.Equal(example.Names("net").Order(StringComparer.Ordinal), figures.Parties.Select(p => p.Party));
        foreach (var party in figures.Parties)
        {
            Near(example["QACE", party.Party], party.Credited, NinthDigit);
            Near(example["QABS", party.Party], party.Balancing, NinthDigit);
            Assert.Equal(example["QABC", party.Party], party.Contracted);
            Near(example["QAEI", party.Party], party.Imbalance, NinthDigit);
            Near(example["CAEI", party.Party], party.ImbalanceCash, Pennies);
            Near(example["RCRP", party.Party], party.ResidualShare, NinthDigit);
            Near(example["RCRC", party.Party], party.ResidualCash, Pennies);
            Near(example["net", party.Party], party.Net, Pennies);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_figures_are_exact_and_every_control_is_zero(string name)
    {
        var (_, figures) = Settle(name);

        Assert.Equal(new ControlTotals(0, 0, 0, 0), figures.Controls);
        Assert.True(figures.Controls.AreZero());
        Assert.Empty(figures.Reasons);
        Assert.Empty(figures.Warnings);
    }

    private static (WorkedExample Example, PeriodFigures Figures) Settle(string name)
    {
        var example = new WorkedExample(name);
        var result = Product.Settle(example.Given);
        Assert.Empty(result.Missing);
        return (example, result.Figures!);
    }

    private static void Near(decimal expected, decimal actual, decimal by) =>
        Assert.True(Math.Abs(expected - actual) <= by, $"{actual} is not {expected}, give or take {by}.");
}
