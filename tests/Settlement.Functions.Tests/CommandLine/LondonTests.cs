using System.Text.Json;
using Settlement.Functions.Tests.Processes;
using Settlement.Functions.Tests.RealHomes;

namespace Settlement.Functions.Tests.CommandLine;

/// <summary>The market of 195 real London homes, settled by the commands that the README gives.</summary>
[Collection(LondonMarketDefinition.Name)]
public sealed class LondonTests(LondonMarket market) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [LondonFact]
    public async Task Real_homes_settle_exactly_and_a_day_without_two_prices_is_inexact()
    {
        var data = _folder.Copy(market.Ingested, "data");
        // The messages of 31 March 2025 lie on a day for which the loss factor file has nothing.
        Assert.Equal((111_191, 110_996, 195), Reports.Counts(market.Replayed.Output));

        foreach (var (day, count) in new[] { ("2025-06-16", 48), ("2025-10-25", 48), (LondonMarket.LongDay, 50) })
        {
            var settle = await LondonMarket.RunAsync(0, data, "settle", day, "SF", "--json", _folder[day]);
            Assert.Contains($"Run SF of {day}, attempt 1: closed", settle.Output, StringComparison.Ordinal);
            var periods = Reports.Periods(_folder[day]);
            Assert.Equal(Enumerable.Range(1, count), periods.Select(period => period.GetProperty("period").GetInt32()));
            Reports.AssertControlsZero(periods);
        }

        var inexact = await LondonMarket.RunAsync(3, data, "settle", LondonMarket.DayWithoutPrices, "II", "--json", _folder["inexact"]);
        Assert.Contains("reason: price-missing in period 1, 2", inexact.Output, StringComparison.Ordinal);
        var day27 = Reports.Periods(_folder["inexact"]);
        Assert.Equal(48, day27.Length);
        Assert.All(
            day27[..2],
            period => Assert.Equal("""[{"code":"price-missing","of":""}]""", JsonSerializer.Serialize(period.GetProperty("missing")))
        );
        Reports.AssertControlsZero(day27[2..]);
    }

    public void Dispose() => _folder.Dispose();
}
