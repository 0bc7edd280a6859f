using Settlement.Domain.Tests.Cases;
using Settlement.Domain.Tests.Oracle;

namespace Settlement.Domain.Tests.Scenarios;

/// <summary>Every text file beside this one is a test. tests/oracle/settle_period.py writes and checks the expected figures.</summary>
public class ScenarioTests
{
    public static TheoryData<string> Names => [.. Scenario.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Given_this_market_then_these_figures(string name)
    {
        var scenario = Scenario.Read(name);
        AssertThen(scenario, Product.Print(Product.Settle(scenario.Given)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_two_oracles_agree(string name)
    {
        var scenario = Scenario.Read(name);
        AssertThen(scenario, PeriodOracle.Settle(scenario.Given));
    }

    [Fact]
    public void Every_situation_of_the_contract_has_a_scenario()
    {
        var seen = Scenario
            .Names.SelectMany(name => Scenario.Read(name).Then["shortcomings"])
            .Select(line => line[..line.LastIndexOf(',')])
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "missing,component-missing",
                "missing,default-bm-unit-missing",
                "missing,ingest-behind",
                "missing,loss-factor-missing",
                "missing,price-missing",
                "missing,take-missing",
                "missing,tlf-missing",
                "missing,volume-missing",
                "reason,correction-impossible",
                "reason,correction-out-of-range",
                "reason,no-delivery",
                "reason,no-offtake",
                "reason,no-residual-base",
                "warning,correction",
            ],
            seen
        );
    }

    private static void AssertThen(Scenario scenario, Sheets actual)
    {
        foreach (var sheet in Sheets.Columns.Keys)
        {
            var (expected, came) = (scenario.Then.Text(sheet), actual.Text(sheet));
            Assert.True(expected == came, $"{scenario.Title}\n\n## then {sheet}, expected\n{expected}\n## then {sheet}, came out\n{came}");
        }
    }
}
