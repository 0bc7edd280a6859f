using System.Net;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

[Collection(SettledMarket.Name)]
public sealed class HealthTests(SettledMarket market)
{
    [Fact]
    public async Task Live_tells_state_and_version()
    {
        var live = (await market.Host.GetAsync("api/health/live")).Is(HttpStatusCode.OK);
        Assert.Equal("live", live.Text("state"));
        Assert.NotEmpty(live.Text("version"));
    }

    [Fact]
    public async Task Ready_tells_that_nothing_is_not_ready()
    {
        var ready = (await market.Host.GetAsync("api/health/ready")).Is(HttpStatusCode.OK);
        Assert.Equal("ready", ready.Text("state"));
        Assert.NotEmpty(ready.Text("version"));
        Assert.Empty(ready.Items("notReady"));
    }

    [Fact]
    public async Task The_dashboard_shows_runs_with_their_states()
    {
        var page = await market.Host.GetAsync("api/dashboard");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.ContentType));
        Assert.Contains($"settlement/{SettledMarket.Day}/SF", page.Text, StringComparison.Ordinal);
        Assert.Contains("closed", page.Text, StringComparison.Ordinal);
        Assert.Contains("price-missing", page.Text, StringComparison.Ordinal);
        Assert.Contains(
            (48 * 1545.2218m).ToString("N3", System.Globalization.CultureInfo.InvariantCulture),
            page.Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_dashboard_shows_no_zeros_of_a_run_without_figures()
    {
        var page = (await market.Host.GetAsync("api/dashboard")).Text;
        var start = page.IndexOf($"settlement/{SettledMarket.InexactDay}/II", StringComparison.Ordinal);
        var row = page[start..page.IndexOf("</tr>", start, StringComparison.Ordinal)];

        Assert.Contains(">0 of 48<", row, StringComparison.Ordinal);
        Assert.DoesNotContain("all zero", row, StringComparison.Ordinal);
        Assert.DoesNotContain("0.00", row, StringComparison.Ordinal);
        Assert.DoesNotContain("0 parties", page, StringComparison.Ordinal);
    }
}
