using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>What has arrived for a day, before any run.</summary>
[Collection(SettledMarket.Name)]
public sealed class LiveTests(SettledMarket market)
{
    private const string Day = "2026-05-19";

    [Fact]
    public async Task Every_version_counts_as_it_arrives_by_group_and_by_supplier()
    {
        var body = Body.Reading.Text("day", Day);
        Assert.Empty(await market.Host.ItemsAsync($"api/live/{Day}"));
        await market.Host.SendAsync("readings", body.Text("mpan", Meters.Number(21)).Set("kwh", "[1.5,null,2,3]").ToString());
        await market.Host.SendAsync(
            "readings",
            body.Text("mpan", Meters.Number(21)).Set("kwh", "[4]").Set("revision", "1").Text("quality", "E2").ToString(),
            body.Text("mpan", Meters.Number(22)).Set("kwh", "[0.125]").Set("from", "4").Text("supplier", "BRAV").ToString()
        );

        var groups = await market.Host.ItemsAsync($"api/live/{Day}?by=gspGroup");
        Assert.Equal(
            ["_A import A 0.006625 4: 0.0015 0 0.002 0.003125", "_A import E 0.004 1: 0.004 0 0 0"],
            groups.Select(item => $"{Line(item, "gspGroup")}: {Periods(item)}")
        );
        Assert.All(groups, item => Assert.Equal(48, item.GetProperty("periods").GetArrayLength()));
        Assert.All(groups, item => item.HasPlainNumbers());
        Assert.Equal(
            ["ALFA import A 0.0065 3", "ALFA import E 0.004 1", "BRAV import A 0.000125 1"],
            (await market.Host.ItemsAsync($"api/live/{Day}?by=supplier")).Select(item => Line(item, "supplier"))
        );
        var page = (await market.Host.GetAsync($"api/live/{Day}?limit=1")).Is(HttpStatusCode.OK);
        Assert.Equal(Day, page.Text("day"));
        Assert.Equal("2026-06-20", page.Text("arrived")[..10]);
        Assert.Equal(JsonValueKind.String, page.GetProperty("continuation").ValueKind);
    }

    [Fact]
    public async Task A_day_that_does_not_exist_and_an_unknown_view_are_refused()
    {
        (await market.Host.GetAsync("api/live/2026-02-30")).IsProblem(HttpStatusCode.BadRequest);
        (await market.Host.GetAsync($"api/live/{Day}?by=meter")).IsProblem(HttpStatusCode.BadRequest);
    }

    private static string Line(JsonElement item, string name) =>
        $"{item.Text(name)} {item.Text("flow")} {item.Text("quality")} {item.GetProperty("mwh")} {item.GetProperty("values")}";

    private static string Periods(JsonElement item) =>
        string.Join(' ', item.GetProperty("periods").EnumerateArray().Take(4).Select(period => period.GetProperty("mwh").ToString()));
}
