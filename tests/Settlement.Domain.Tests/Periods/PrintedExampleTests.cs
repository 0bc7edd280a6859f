using NodaTime;
using Settlement.Domain.Allocation;
using Settlement.Domain.Market;
using Settlement.Domain.Periods;
using Settlement.Domain.Tests.Cases;
using Settlement.Domain.Trading;

namespace Settlement.Domain.Tests.Periods;

/// <summary>The figures that the contract prints, to the last digit.</summary>
public class PrintedExampleTests
{
    private static readonly PeriodResult Result = Product.Settle(new WorkedExample("sf").Given);

    [Fact]
    public void The_period_starts_when_its_clock_says() =>
        Assert.Equal(
            ("2026-06-16", "SF", 17, Instant.FromUtc(2026, 6, 16, 7, 0)),
            (Result.Day.ToString(), Result.Run, Result.Period, Result.Start)
        );

    [Fact]
    public void The_group_is_corrected_as_printed()
    {
        var group = Assert.Single(Result.Figures!.GspGroups);

        Assert.Equal(
            ("_A", 1545.2218m, false, 1533.215m, 1.011121784m),
            (group.GspGroup, group.Take, group.Estimated, group.Uncorrected, group.Correction)
        );
        Assert.Contains(new ComponentResult("ALFA", 17, 520.0m, 525.783327698m), group.Components);
        Assert.Equal(new SupplierAllocation("ALFA", 683.884910552m), group.Suppliers[0]);
    }

    [Fact]
    public void The_unit_is_credited_as_printed() =>
        Assert.Equal(new BmUnitResult("2__AALFA000", -683.884910552m, 1.010599132m, -691.133497068m), Result.Figures!.BmUnits[0]);

    [Fact]
    public void The_party_pays_as_printed()
    {
        var party = Result.Figures!.Parties[0] with { Accounts = [] };

        Assert.Equal(
            new PartyResult("ALFA", -691.133497068m, 0, -620, -71.133497068m, 6864.38m, 0.221290209m, 423.46m, 6440.92m, party.Accounts),
            party
        );
        Assert.Equal(new AccountResult(EnergyAccount.Production, 0, 0, 0, 0, 0), Result.Figures.Parties[0].Accounts[0]);
    }

    [Fact]
    public void The_totals_are_as_printed()
    {
        Assert.Equal(new PeriodTotals(29.7782m, 0.001491942857m, 0.008499132112m, 1913.58m), Result.Figures!.Totals);
        Assert.Equal(new ControlTotals(0, 0, 0, 0), Result.Figures.Controls);
    }
}
