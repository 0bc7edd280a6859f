using System.Collections.Concurrent;
using CsCheck;
using Settlement.Domain.Tests.Cases;
using Settlement.Domain.Tests.Oracle;

namespace Settlement.Domain.Tests.Properties;

public class RandomMarketTests
{
    private const int Markets = 1_500;

    [Fact]
    public void Whatever_the_market_every_printed_figure_is_the_oracles_digit_for_digit()
    {
        var seen = new ConcurrentDictionary<string, int>();
        new MarketGen().Sample(
            given =>
            {
                var expected = PeriodOracle.Settle(given);
                var actual = Product.Print(Product.Settle(given));
                foreach (var sheet in Sheets.Columns.Keys)
                {
                    Assert.Equal(expected.Text(sheet), actual.Text(sheet));
                }
                Count(seen, expected);
            },
            iter: Markets,
            print: given => given.ToString()
        );

        // Were the markets all alike, agreement would mean little.
        Assert.True(seen["figures"] > Markets / 2, Tell(seen));
        Assert.True(seen["exact"] > Markets / 4, Tell(seen));
        foreach (var situation in Situations)
        {
            Assert.True(seen.GetValueOrDefault(situation) > 0, $"{situation}: {Tell(seen)}");
        }
    }

    [Fact]
    public void A_market_without_reasons_has_every_control_at_zero() =>
        new MarketGen().Sample(
            given =>
            {
                if (Product.Settle(given).Figures is { } figures)
                {
                    Assert.Equal(
                        figures.Reasons.All(reason => reason.Code == SettlementIssue.CorrectionOutOfRange),
                        figures.Controls.AreZero()
                    );
                }
            },
            iter: Markets,
            print: given => given.ToString()
        );

    [Fact]
    public void The_order_in_which_rows_come_makes_no_difference() =>
        new MarketGen().Sample(
            given =>
            {
                var before = Product.Print(Product.Settle(given)).ToString();
                foreach (var table in Given.Columns.Keys)
                {
                    given.With(table, [.. given[table].Reverse().Select(row => string.Join(',', row.Cells))]);
                }
                Assert.Equal(before, Product.Print(Product.Settle(given)).ToString());
            },
            iter: Markets / 3,
            print: given => given.ToString()
        );

    private static readonly string[] Situations =
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
        "reason,no-delivery",
        "reason,no-offtake",
        "reason,no-residual-base",
        "warning,correction",
    ];

    private static void Count(ConcurrentDictionary<string, int> seen, Sheets sheets)
    {
        if (sheets.HasFigures)
        {
            Add("figures");
        }
        if (sheets.HasFigures && sheets["shortcomings"].All(line => line.StartsWith("warning", StringComparison.Ordinal)))
        {
            Add("exact");
        }
        foreach (var situation in sheets["shortcomings"].Select(line => line[..line.LastIndexOf(',')]).Distinct())
        {
            Add(situation);
        }

        void Add(string what) => seen.AddOrUpdate(what, 1, (_, n) => n + 1);
    }

    private static string Tell(ConcurrentDictionary<string, int> seen) =>
        string.Join(", ", seen.Select(item => $"{item.Key} {item.Value}"));
}
