using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>The load shapes of a day, from its best closed run.</summary>
[Collection(SettledMarket.Name)]
public sealed class LoadShapeTests(SettledMarket market)
{
    private const string Day = "2026-05-18";

    [Fact]
    public async Task They_are_the_means_of_actual_values_with_counts_and_what_stands_in_for_too_few()
    {
        (await market.Host.GetAsync($"api/load-shapes/{Day}")).IsProblem(HttpStatusCode.NotFound);
        await market.SendDayAsync(Day);
        Assert.Equal("closed", (await market.Host.SettleAsync(Day, "SF")).Text("state"));

        var page = (await market.Host.GetAsync($"api/load-shapes/{Day}")).Is(HttpStatusCode.OK);
        Assert.Equal((Day, "SF"), (page.Text("day"), page.Text("run")));
        var shape = Assert.Single(page.GetProperty("items").EnumerateArray());
        shape.HasFields("gspGroup", "segment", "connection", "domestic", "flow", "dayTotal", "sevenDayTotal", "annualTotal", "periods");
        Assert.Equal("_A import", $"{shape.Text("gspGroup")} {shape.Text("flow")}");
        // The market has three actual meters, fewer than the thirty that a mean must have.
        Assert.All(
            ["dayTotal", "sevenDayTotal", "annualTotal"],
            total => Assert.Equal(JsonValueKind.Null, shape.GetProperty(total).ValueKind)
        );
        Assert.Equal(
            Enumerable.Range(1, 48).Select(period => $$"""{"period":{{period}},"kwh":null,"count":3,"default":"none"}"""),
            shape.GetProperty("periods").EnumerateArray().Select(period => period.GetRawText())
        );
    }

    [Fact]
    public async Task A_day_that_does_not_exist_is_refused() =>
        (await market.Host.GetAsync("api/load-shapes/2026-02-30")).IsProblem(HttpStatusCode.BadRequest);
}
