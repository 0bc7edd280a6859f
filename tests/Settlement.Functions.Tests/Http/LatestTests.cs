using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>The figures that hold now, and a party's rows as CSV.</summary>
[Collection(SettledMarket.Name)]
public sealed class LatestTests(SettledMarket market)
{
    [Fact]
    public async Task The_latest_periods_come_from_the_best_closed_run()
    {
        const string day = "2026-05-12";
        (await market.Host.GetAsync($"api/settlement/{day}/latest")).IsProblem(HttpStatusCode.NotFound);
        Assert.Equal("inexact", (await market.Host.SettleAsync(day, "RF")).Text("state"));
        (await market.Host.GetAsync($"api/settlement/{day}/latest")).IsProblem(HttpStatusCode.NotFound);

        await market.SendDayAsync(day);
        // An inexact run is no run to show; of the closed ones the later in the timetable holds, whichever closed last.
        foreach (
            var (run, latest) in new[]
            {
                ("II", "II"),
                ("R1", "R1"),
                ("SF", "R1"),
                ("R3", "R3"),
                ("R2", "R3"),
                ("D", "D"),
                ("RF", "D"),
                ("DF", "DF"),
            }
        )
        {
            Assert.Equal("closed", (await market.Host.SettleAsync(day, run)).Text("state"));
            var items = await market.Host.ItemsAsync($"api/settlement/{day}/latest");
            Assert.Equal(Enumerable.Range(1, 48), items.Select(item => item.GetProperty("period").GetInt32()));
            Assert.All(items, item => Assert.Equal(latest, item.Text("run")));
        }
    }

    [Fact]
    public async Task A_latest_period_is_the_period_of_its_run_as_it_was_stored()
    {
        var page = (await market.Host.GetAsync($"api/settlement/{SettledMarket.Day}/latest?limit=1")).Is(HttpStatusCode.OK);
        var item = Assert.Single(page.Items("items"));
        Assert.Equal(
            (await market.Host.GetAsync($"api/settlement/{SettledMarket.Day}/{item.Text("run")}/periods/1")).Text,
            item.GetRawText()
        );
        var last = (
            await market.Host.GetAsync($"api/settlement/{SettledMarket.Day}/latest?limit=47&continuation={page.Text("continuation")}")
        ).Is(HttpStatusCode.OK);
        Assert.Equal(Enumerable.Range(2, 47), last.Items("items").Select(each => each.GetProperty("period").GetInt32()));
        Assert.Equal(JsonValueKind.Null, last.GetProperty("continuation").ValueKind);
    }

    [Fact]
    public async Task Of_disputes_the_last_closed_attempt_holds()
    {
        const string day = "2026-05-13";
        await market.SendDayAsync(day);
        await market.Host.SettleAsync(day, "D");
        await market.Host.SendAsync("readings", WorkedExample.LateReading(day));
        await market.Host.SettleAsync(day, "D");
        var item = (await market.Host.ItemsAsync($"api/settlement/{day}/latest"))[0];
        Assert.Equal(1516.94m, item.Item("gspGroups", ("gspGroup", "_A")).Number("uncorrected"));
    }

    [Fact]
    public async Task A_party_is_given_as_csv_too()
    {
        const string path = $"api/settlement/{SettledMarket.Day}/SF/parties/ALFA";
        var answer = await market.Host.GetAsync($"{path}.csv");
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (answer.Status, answer.ContentType));
        var lines = answer.Text.Split('\n');
        Assert.Equal(
            "period,party,credited,balancing,contracted,imbalance,imbalanceCash,residualShare,residualCash,net,"
                + "P.credited,P.balancing,P.contracted,P.imbalance,P.imbalanceCash,C.credited,C.balancing,C.contracted,C.imbalance,C.imbalanceCash",
            lines[0]
        );
        var items = await market.Host.ItemsAsync(path);
        Assert.Equal(items.Select(item => string.Join(',', Cells(item))).Append(""), lines.Skip(1));

        static IEnumerable<string> Cells(JsonElement item) =>
            item.EnumerateObject()
                .SelectMany(field =>
                    field.Value.ValueKind == JsonValueKind.Array
                        ? field
                            .Value.EnumerateArray()
                            .SelectMany(account => account.EnumerateObject().Skip(1).Select(figure => figure.Value.GetRawText()))
                        : [field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText()]
                );
    }

    [Theory]
    [InlineData($"api/settlement/{SettledMarket.Day}/SF/parties/NOPE.csv", HttpStatusCode.NotFound)]
    [InlineData($"api/settlement/{SettledMarket.Day}/RF/parties/ALFA.csv", HttpStatusCode.NotFound)]
    [InlineData("api/settlement/2026-02-30/SF/parties/ALFA.csv", HttpStatusCode.BadRequest)]
    [InlineData("api/settlement/2026-02-30/latest", HttpStatusCode.BadRequest)]
    [InlineData($"api/settlement/{SettledMarket.Day}/latest?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("api/settlement/2026-01-01/latest", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_or_asked_wrongly_is_a_problem(string path, HttpStatusCode status) =>
        (await market.Host.GetAsync(path)).IsProblem(status);
}
