using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>The list of a meter's values: every version, and which run used it.</summary>
[Collection(SettledMarket.Name)]
public sealed class ReadingsTests(SettledMarket market)
{
    private const string Day = "2026-06-12";

    [Fact]
    public async Task Every_version_is_listed_with_the_runs_that_used_it()
    {
        var meter = Meters.Number(7);
        var body = Body.Reading.Text("mpan", meter).Text("day", Day);
        await market.SendDayAsync(Day);
        await market.Host.SendAsync("readings", body.Set("kwh", "[1.5,null,2,3]").ToString());
        await market.Host.SettleAsync(Day, "SF");
        await market.Host.SendAsync(
            "readings",
            body.Set("kwh", "[1.5,null,2,3]").ToString(),
            body.Set("kwh", "[0.125]").Set("from", "3").Set("revision", "2").Set("quality", "[\"E2\"]").Text("supplier", "BRAV").ToString(),
            body.Set("kwh", "[9,9]").Set("from", "3").Set("revision", "1").ToString()
        );
        await market.Host.SettleAsync(Day, "R1");

        var items = await market.Host.ItemsAsync($"api/readings/{meter}/{Day}");
        Assert.Equal(
            [
                "1 1.5 A ALFA 0 SF",
                "1 1.5 A ALFA 0 R1",
                "3 2 A ALFA 0 SF",
                "3 2 A ALFA 0 ",
                "3 0.125 E2 BRAV 2 R1",
                "3 9 A ALFA 1 ",
                "4 3 A ALFA 0 SF",
                "4 3 A ALFA 0 ",
                "4 9 A ALFA 1 R1",
            ],
            items.Select(Line)
        );
        Assert.All(items, item => item.HasFields("period", "start", "kwh", "quality", "flow", "supplier", "revision", "arrived", "usedBy"));
        Assert.All(items, item => Assert.Equal("import", item.Text("flow")));
        Assert.All(items, item => item.HasPlainNumbers());
        Assert.Equal(
            ["2026-06-11T23:00:00Z", "2026-06-12T00:00:00Z", "2026-06-12T00:30:00Z"],
            items.Select(item => item.Text("start")).Distinct()
        );
        Assert.Equal(["2026-06-20"], items.Select(item => item.Text("arrived")[..10]).Distinct());
    }

    [Fact]
    public async Task A_run_used_at_most_one_version_of_a_period()
    {
        var meter = WorkedExample.MeterOf("ALFA", "17");
        var items = await market.Host.ItemsAsync($"api/readings/{meter}/{SettledMarket.Day}");
        Assert.Equal(48, items.Count(item => item.Texts("usedBy").Contains("SF")));
        foreach (var period in items.GroupBy(item => item.Number("period")))
        {
            var runs = period.SelectMany(item => item.Texts("usedBy")).ToList();
            Assert.Equal(runs.Distinct(), runs);
        }
    }

    [Fact]
    public async Task A_utc_message_falls_on_two_days_and_an_export_is_positive()
    {
        var meter = Meters.Number(8);
        await market.Host.PutAsync("components", WorkedExample.Reference()["components"] + "50,export,,,,,no,-1\n51,export,,,,,yes,-1\n");
        await market.Host.SendAsync(
            "readings",
            Body.Reading.Text("mpan", meter)
                .Text("day", "2026-06-13")
                .Text("clock", "utc")
                .Text("flow", "export")
                .Set("from", "46")
                .Set("kwh", "[10,20,30]")
                .ToString()
        );

        Assert.Equal([(48, 10m, "2026-06-13T22:30:00Z", "export")], await Values(meter, "2026-06-13"));
        Assert.Equal(
            [(1, 20m, "2026-06-13T23:00:00Z", "export"), (2, 30m, "2026-06-13T23:30:00Z", "export")],
            await Values(meter, "2026-06-14")
        );
        Assert.Equal(HttpStatusCode.OK, (await market.Host.PutAsync("components", WorkedExample.Reference()["components"])).Status);
    }

    [Fact]
    public async Task A_meter_without_readings_has_an_empty_list() =>
        Assert.Empty(await market.Host.ItemsAsync($"api/readings/{Meters.Number(9999)}/{Day}"));

    private async Task<IEnumerable<(int, decimal, string, string)>> Values(string meter, string day) =>
        (await market.Host.ItemsAsync($"api/readings/{meter}/{day}")).Select(item =>
            (item.GetProperty("period").GetInt32(), item.Number("kwh"), item.Text("start"), item.Text("flow"))
        );

    private static string Line(JsonElement item) =>
        $"{item.GetProperty("period")} {item.GetProperty("kwh")} {item.Text("quality")} {item.Text("supplier")} {item.GetProperty("revision")} {string.Join(',', item.Texts("usedBy"))}";
}
