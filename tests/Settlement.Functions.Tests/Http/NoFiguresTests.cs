using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;
using Settlement.Hosting.Reporting;

namespace Settlement.Functions.Tests.Http;

/// <summary>A run of which no period has figures says so; sums over no period are nothing, never 0.</summary>
[Collection(SettledMarket.Name)]
public sealed class NoFiguresTests(SettledMarket market)
{
    [Fact]
    public async Task Its_sums_are_null()
    {
        var report = await InexactAsync();
        Assert.Equal((48m, 0m), (report.Number("periods"), report.Number("withFigures")));
        Assert.All(
            report.GetProperty("totals").EnumerateObject().Concat(report.GetProperty("controls").EnumerateObject()),
            sum => Assert.Equal(JsonValueKind.Null, sum.Value.ValueKind)
        );
        report.GetProperty("totals").HasFields("losses", "residual");
        report.GetProperty("controls").HasFields("takeMinusAllocated", "creditedSum", "contractedSum", "netSum");
        Assert.Empty(report.Items("gspGroups"));
        Assert.Empty(report.Items("parties"));
    }

    [Fact]
    public async Task A_run_with_figures_says_of_how_many_periods()
    {
        var report = (await market.Host.GetAsync($"api/settlement/{SettledMarket.Day}/SF")).Is(HttpStatusCode.OK);
        Assert.Equal((48m, 48m), (report.Number("periods"), report.Number("withFigures")));
        Assert.Equal(48 * 29.7782m, report.GetProperty("totals").Number("losses"));
    }

    [Fact]
    public async Task Its_line_in_the_list_of_runs_has_no_figures()
    {
        var line = RunLine.FromJson(await InexactAsync());
        Assert.Equal(
            (48, 0, null, null, null, null),
            (line.Periods, line.WithFigures, line.Take, line.Losses, line.Residual, line.ControlsZero)
        );
    }

    private async Task<JsonElement> InexactAsync() =>
        (await market.Host.GetAsync($"api/settlement/{SettledMarket.InexactDay}/II")).Is(HttpStatusCode.OK);
}
