using Settlement.Domain.Tests.Cases;
using Settlement.Domain.Tests.Oracle;

namespace Settlement.Domain.Tests.Scenarios;

/// <summary>
/// Every folder beside this file is a test: <c>given</c> holds what differs from <c>worked-example-sf</c>,
/// <c>then</c> what must come out. The expected figures were written by tests/oracle/settle_period.py.
/// </summary>
public class ScenarioTests
{
    private const string Base = "worked-example-sf";

    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Scenarios");

    public static TheoryData<string> Names => [.. Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Given_this_market_then_these_figures(string name) => AssertSame(name, Product.Print(Product.Settle(Given(name))));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_two_oracles_agree(string name) => AssertSame(name, PeriodOracle.Settle(Given(name)));

    [Fact]
    public void Every_situation_of_the_contract_has_a_scenario()
    {
        var seen = Directory.GetFiles(Root, "shortcomings.csv", SearchOption.AllDirectories)
            .SelectMany(file => File.ReadAllLines(file).Skip(1)).Select(line => line[..line.LastIndexOf(',')]).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "missing,component-missing", "missing,default-bm-unit-missing", "missing,ingest-behind", "missing,loss-factor-missing",
                "missing,price-missing", "missing,take-missing", "missing,tlf-missing", "missing,volume-missing",
                "reason,correction-impossible", "reason,no-delivery", "reason,no-offtake", "reason,no-residual-base", "warning,correction",
            ],
            seen);
    }

    private static Given Given(string name) => Cases.Given.Read(Path.Combine(Root, name, "given"), Path.Combine(Root, Base, "given"));

    private static void AssertSame(string name, Sheets actual)
    {
        foreach (var sheet in Sheets.Columns.Keys)
            Assert.Equal(File.ReadAllText(Path.Combine(Root, name, "then", sheet + ".csv")), actual.Text(sheet));
    }
}
