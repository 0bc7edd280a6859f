using System.Text.Json;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Simulation.Tests;

public sealed class FiguresTests(WrittenMarket market) : IClassFixture<WrittenMarket>
{
    private readonly SettlementDay[] _days =
    [
        .. Enumerable.Range(0, market.Options.Days).Select(d => SettlementDay.FromNumber(market.Options.From.Number + d)),
    ];

    [Fact]
    public void Takes_are_the_winners_with_losses_and_a_little_noise()
    {
        var sums = market.Winners().Values.GroupBy(v => (v.Group, v.Period)).ToDictionary(g => g.Key, g => g.Sum(WithLosses) / 1000);
        var takes = MarketWinners("gspGroupTake", "gspGroup");

        foreach (var day in _days)
        {
            for (var period = 1; period <= day.Periods; period++)
            {
                foreach (var group in market.Reference.Groups)
                {
                    var sum = sums[(group, new SettlementPeriod(day, period))];
                    var take = takes[(day, period, group)];
                    // The take is rounded to the Wh, which shows where a group takes next to nothing.
                    Assert.InRange(Math.Abs(take - sum), (Math.Abs(sum) * 0.006m) - 0.000001m, (Math.Abs(sum) * 0.014m) + 0.000001m);
                }
            }
        }
    }

    [Fact]
    public void Every_period_has_all_that_a_run_needs_and_nothing_for_other_days()
    {
        var prices = MarketWinners("systemPrice", null);
        var volumes = MarketWinners("bmUnitVolume", "bmUnit");
        var takes = MarketWinners("gspGroupTake", "gspGroup");
        var units = market.Reference.BmUnits.Where(u => u["kind"] != "supplier").ToArray();
        var suppliedGroups = market.Reference.BmUnits.Where(u => u["default"] == "yes").Select(u => u["gspGroup"]).Distinct().ToArray();
        Assert.Equal(14, suppliedGroups.Length);

        foreach (var day in _days)
        {
            for (var period = 1; period <= day.Periods; period++)
            {
                Assert.True(prices.ContainsKey((day, period, "")));
                Assert.All(suppliedGroups, g => Assert.True(takes.ContainsKey((day, period, g))));
                Assert.All(units, u => Assert.True(volumes.ContainsKey((day, period, u["id"]))));
                var total = suppliedGroups.Sum(g => takes[(day, period, g)]);
                Assert.InRange(units.Sum(u => volumes[(day, period, u["id"])]) / total, 1.0159m, 1.0201m);
            }
        }

        Assert.Equal(_days.Sum(d => d.Periods) * suppliedGroups.Length, takes.Count);
        Assert.Contains(prices.Values, p => p < 0);
        Assert.Contains(prices.Values, p => p > 1000);
    }

    [Fact]
    public void Suppliers_buy_within_a_tenth_of_what_their_meters_use()
    {
        var sums = market.Winners().Values.GroupBy(v => (v.Supplier, v.Period)).ToDictionary(g => g.Key, g => g.Sum(WithLosses) / 1000);
        var contracts = ContractWinners();
        foreach (var ((supplier, period), used) in sums)
        {
            var bought = contracts
                .Where(c => c.Day == period.Day && c.Period == period.Period)
                .Sum(c => (c.Buyer == supplier ? c.Mwh : 0) - (c.Seller == supplier ? c.Mwh : 0));
            Assert.InRange(Math.Abs(bought - used), 0, (Math.Abs(used) * 0.1m) + 0.00001m);
        }

        Assert.Contains(contracts, c => c.Seller == c.Buyer);
        Assert.Contains(contracts, c => c.Mwh == 0);
    }

    [Fact]
    public void Completeness_is_that_of_a_recount()
    {
        var winners = market.Winners().Values.ToLookup(v => (v.Period.Day, v.Supplier, v.Group, v.Segment));
        var registrations = market
            .Reference.Rows("registrations")
            .ToDictionary(r => (r["supplier"], r["gspGroup"], r["segment"]), r => r["meters"]);
        foreach (var day in market.Report.GetProperty("settlementDays").EnumerateArray())
        {
            var date = SettlementDay.Parse(day.GetProperty("day").GetString()!);
            var rows = day.GetProperty("completeness").EnumerateArray().ToArray();
            Assert.Equal(registrations.Count, rows.Length);
            Assert.Equal(day.GetProperty("winners").GetInt64(), winners.Where(w => w.Key.Day == date).Sum(w => w.Count()));
            foreach (var row in rows)
            {
                var key = (
                    row.GetProperty("supplier").GetString()!,
                    row.GetProperty("gspGroup").GetString()!,
                    row.GetProperty("segment").GetString()!
                );
                var values = winners[(date, key.Item1, key.Item2, key.Item3)].ToArray();
                Assert.Equal(registrations[key], row.GetProperty("expectedMeters").GetRawText());
                Assert.Equal(values.Select(v => v.Mpan).Distinct().Count(), row.GetProperty("receivedMeters").GetInt32());
                Assert.Equal(Metered(values, "A", "Z"), row.GetProperty("actualMwh").GetDecimal());
                Assert.Equal(Metered(values, "E1", "E2", "E3", "E4", "E5", "E6"), row.GetProperty("estimatedMwh").GetDecimal());
            }
        }
    }

    [Fact]
    public void A_lower_revision_that_comes_late_changes_nothing()
    {
        var winners = market.Winners();
        var losers = market
            .Accepted("readings-2-late.jsonl")
            .SelectMany(m => m.Values)
            .Where(v => winners[(v.Mpan, v.Period)] is var w && w.Revision > v.Revision && w.Kwh != v.Kwh);
        Assert.NotEmpty(losers);
    }

    [Fact]
    public void Estimates_are_about_two_in_a_hundred_and_exports_about_three()
    {
        var winners = market.Winners().Values;
        Assert.InRange(winners.Count(v => v.Quality[0] == 'E') / (double)winners.Count, 0.012, 0.028);
        Assert.InRange(winners.Count(v => v.Flow == "export") / (double)winners.Count, 0.02, 0.045);
    }

    [Fact]
    public void Each_meter_has_its_own_valid_number_and_messages_name_its_registration()
    {
        var meters = market.Reference.Rows("meters").ToDictionary(r => r["mpan"]);
        Assert.Equal(market.Options.Meters, meters.Count);
        Assert.All(meters.Keys, mpan => Assert.True(Mpan.TryParse(mpan, out _)));
        Assert.All(
            market.Winners().Values,
            v =>
            {
                var meter = meters[v.Mpan];
                Assert.Equal(
                    (meter["supplier"], meter["gspGroup"], meter["llfc"], meter["segment"]),
                    (v.Supplier, v.Group, v.Llfc, v.Segment)
                );
            }
        );
        Assert.True(
            meters.Values.Where(m => m["mpan"].StartsWith("24", StringComparison.Ordinal)).Select(m => m["gspGroup"]).Distinct().Count() > 3
        );
    }

    private decimal WithLosses(Value v) =>
        (v.Flow == "export" ? -v.Kwh : v.Kwh) * market.Reference.Factor(v.Mpan[..2], v.Llfc, v.Period.Day, v.Period.Period)!.Value;

    private static decimal Metered(Value[] values, params string[] qualities) =>
        values.Where(v => qualities.Contains(v.Quality)).Sum(v => v.Flow == "export" ? -v.Kwh : v.Kwh) / 1000;

    private Dictionary<(SettlementDay Day, int Period, string Key), decimal> MarketWinners(string type, string? key) =>
        Best(type, key).ToDictionary(p => p.Key, p => p.Value.GetProperty(type == "systemPrice" ? "sell" : "mwh").GetDecimal());

    private Dictionary<(SettlementDay Day, int Period, string Key), JsonElement> Best(string type, string? key)
    {
        var best = new Dictionary<(SettlementDay, int, string), JsonElement>();
        foreach (
            var message in WrittenMarket.MarketFiles.SelectMany(market.AcceptedMarket).Where(m => m.GetProperty("type").GetString() == type)
        )
        {
            var day = SettlementDay.Parse(message.GetProperty("day").GetString()!);
            if (day > _days[^1])
            {
                continue;
            }
            var at = (day, message.GetProperty("period").GetInt32(), key is null ? "" : message.GetProperty(key).GetString()!);
            if (!best.TryGetValue(at, out var held) || Revision(message) >= Revision(held))
            {
                best[at] = message;
            }
        }

        return best;
    }

    private (SettlementDay Day, int Period, string Seller, string Buyer, decimal Mwh)[] ContractWinners() =>
        [
            .. Best("contract", "id")
                .Select(p =>
                    (
                        p.Key.Day,
                        p.Key.Period,
                        p.Value.GetProperty("seller").GetString()!,
                        p.Value.GetProperty("buyer").GetString()!,
                        p.Value.GetProperty("mwh").GetDecimal()
                    )
                ),
        ];

    private static int Revision(JsonElement message) => message.TryGetProperty("revision", out var revision) ? revision.GetInt32() : 0;
}
