using System.Net;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>A period settled dry: what a run would print now, and nothing is left of it.</summary>
[Collection(SettledMarket.Name)]
public sealed class DryPeriodTests(SettledMarket market)
{
    [Fact]
    public async Task A_dry_period_is_what_a_run_of_the_same_inputs_prints()
    {
        var dry = (await market.Host.PostAsync($"api/settlement/{SettledMarket.Day}/SF/periods/17/dry")).Is(HttpStatusCode.OK);
        Assert.Equal((await market.Host.GetAsync($"api/settlement/{SettledMarket.Day}/SF/periods/17")).Text, dry.GetRawText());
    }

    [Fact]
    public async Task It_counts_what_came_after_the_run_stores_nothing_and_starts_nothing()
    {
        const string day = "2026-05-20";
        await market.SendDayAsync(day);
        Assert.Equal("closed", (await market.Host.SettleAsync(day, "SF")).Text("state"));
        await market.Host.SendAsync("readings", WorkedExample.LateReading(day));
        var before = await StateAsync(day);

        var dry = (await market.Host.PostAsync($"api/settlement/{day}/R1/periods/3/dry")).Is(HttpStatusCode.OK);
        Assert.Equal(
            ("R1", 3m, 1516.94m),
            (dry.Text("run"), dry.Number("period"), dry.Item("gspGroups", ("gspGroup", "_A")).Number("uncorrected"))
        );
        Assert.Equal(before, await StateAsync(day));
        Assert.Equal("closed", (await market.Host.SettleAsync(day, "R1")).Text("state"));
        Assert.Equal((await market.Host.GetAsync($"api/settlement/{day}/R1/periods/3")).Text, dry.GetRawText());
    }

    [Fact]
    public async Task What_a_period_lacks_is_named()
    {
        var dry = (await market.Host.PostAsync($"api/settlement/{SettledMarket.InexactDay}/II/periods/48/dry")).Is(HttpStatusCode.OK);
        Assert.Equal(
            ["price-missing ", "take-missing _A", "volume-missing T_GENX-1"],
            dry.Items("missing").Select(missing => $"{missing.Text("code")} {missing.Text("of")}")
        );
        Assert.False(dry.TryGetProperty("totals", out _));
    }

    [Theory]
    [InlineData("2026-06-16/SF/periods/0/dry", HttpStatusCode.NotFound)]
    [InlineData("2026-06-16/SF/periods/49/dry", HttpStatusCode.NotFound)]
    [InlineData("2026-06-16/SF/periods/one/dry", HttpStatusCode.BadRequest)]
    [InlineData("2026-06-16/XX/periods/1/dry", HttpStatusCode.BadRequest)]
    [InlineData("2026-6-16/SF/periods/1/dry", HttpStatusCode.BadRequest)]
    public async Task What_is_asked_wrongly_is_refused(string path, HttpStatusCode status) =>
        (await market.Host.PostAsync($"api/settlement/{path}")).IsProblem(status);

    private async Task<string> StateAsync(string day) =>
        (await market.Host.GetAsync($"api/settlement/{day}")).Text
        + (await market.Host.GetAsync($"runtime/webhooks/durabletask/instances?instanceIdPrefix=settle-{day}")).Text;
}
