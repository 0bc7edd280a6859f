using CsCheck;
using Settlement.Domain.Reconciliation;

namespace Settlement.Domain.Tests.Reconciliation;

public sealed class ReconciliationChargesTests
{
    [Fact]
    public void The_worked_example_is_charged_to_the_penny()
    {
        var charges = ReconciliationCharges.Between(
            new Dictionary<string, decimal>
            {
                ["GENX"] = 802.41m,
                ["ALFA"] = 6440.92m,
                ["BRAV"] = -595.70m,
                ["CHAR"] = 1072.37m,
                ["TRDX"] = -7720m,
            },
            new Dictionary<string, decimal>
            {
                ["GENX"] = 802.41m,
                ["ALFA"] = 5668.01m,
                ["BRAV"] = 38.90m,
                ["CHAR"] = 1210.68m,
                ["TRDX"] = -7720m,
            },
            0.04m,
            33
        );

        // 2.79518, 2.29499 and 0.50019: rounded −2.80, 2.29 and 0.50, of which ALFA as the greatest takes the penny left over.
        Assert.Equal(
            [
                new("ALFA", 6440.92m, 5668.01m, -772.91m, -2.79m),
                new("BRAV", -595.70m, 38.90m, 634.60m, 2.29m),
                new("CHAR", 1072.37m, 1210.68m, 138.31m, 0.50m),
                new("GENX", 802.41m, 802.41m, 0, 0),
                new("TRDX", -7720m, -7720m, 0, 0),
            ],
            charges
        );
    }

    [Fact]
    public void A_party_of_one_run_alone_has_zero_in_the_other()
    {
        var charges = ReconciliationCharges.Between(
            new Dictionary<string, decimal> { ["GONE"] = 7, ["STAY"] = -7 },
            new Dictionary<string, decimal> { ["NEWX"] = 5, ["STAY"] = -5 },
            0,
            10
        );
        Assert.Equal([new("GONE", 7, 0, -7, 0), new("NEWX", 0, 5, 5, 0), new("STAY", -7, -5, 2, 0)], charges);
    }

    [Fact]
    public void Half_a_penny_of_interest_is_rounded_away_from_zero_and_the_rest_goes_to_the_greatest()
    {
        // 0.005, 0.005 and −0.01 at 365 days: rounded 0.01, 0.01 and −0.01; −0.01 too much goes to the first of the greatest.
        var charges = ReconciliationCharges.Between(
            new Dictionary<string, decimal>(),
            new Dictionary<string, decimal>
            {
                ["AAAA"] = 0.05m,
                ["BBBB"] = 0.05m,
                ["CCCC"] = -0.10m,
            },
            0.1m,
            365
        );
        Assert.Equal([0m, 0.01m, -0.01m], charges.Select(charge => charge.Interest));
    }

    [Fact]
    public void Both_columns_sum_to_zero_whatever_the_figures() =>
        Gen.Select(Gen.Int[-10_000_000, 10_000_000].Array[1, 12], Gen.Int[-10_000_000, 10_000_000].Array[1, 12], Gen.Int[0, 900])
            .Sample(
                (before, after, days) =>
                {
                    var charges = ReconciliationCharges.Between(Market(before), Market(after), 0.04m, days);
                    Assert.Equal(0, charges.Sum(charge => charge.Difference));
                    Assert.Equal(0, charges.Sum(charge => charge.Interest));
                    Assert.All(charges, charge => Assert.Equal(charge.Interest, Math.Round(charge.Interest, 2)));
                }
            );

    /// <summary>Parties whose nets sum to zero, as those of a closed run do.</summary>
    private static Dictionary<string, decimal> Market(int[] pennies)
    {
        var nets = pennies
            .Select((amount, i) => (Party: $"P{i:D3}", Net: amount / 100m))
            .ToDictionary(pair => pair.Party, pair => pair.Net);
        nets["LAST"] = -nets.Values.Sum();
        return nets;
    }
}
