using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Doubts;

/// <summary>Doubtful values over HTTP: listed, set aside, released, told by every run that has them.</summary>
public sealed class DoubtTests : IAsyncLifetime
{
    private const string Day = WorkedExample.Day;
    private readonly TemporaryFolder _folder = new();
    private RunningHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await RunningHost.StartAsync(_folder.Path);
        await _host.LoadAsync(WorkedExample.Reference());
        await _host.SendAsync("market", WorkedExample.Market());
        await _host.SendAsync("readings", WorkedExample.Readings());
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_marker_of_a_broken_meter_is_told_and_counts()
    {
        await LimitAsync();
        await _host.SendAsync("readings", Body.Reading.Set("kwh", "[1,16777.215]").ToString());

        var page = (await _host.GetAsync($"api/doubts?day={Day}")).Is(HttpStatusCode.OK);
        var item = Assert.Single(page.Items("items"));
        Assert.Equal(
            ("implausible-value", "counts", Day, 2m, 16777.215m, 50m, "ALFA", "W", "import"),
            (
                item.Text("code"),
                item.Text("state"),
                item.Text("day"),
                item.Number("period"),
                item.Number("kwh"),
                item.Number("limitKwh"),
                item.Text("supplier"),
                item.Text("connection"),
                item.Text("flow")
            )
        );
        Assert.Equal(
            (1m, 1m, 1m),
            (page.Number("total"), page.GetProperty("byCode").Number("implausible-value"), page.GetProperty("bySupplier").Number("ALFA"))
        );
        var warning = (await _host.SettleAsync(Day, "SF")).Items("warnings").Single(each => each.Text("code") == "implausible-value");
        Assert.Equal(("ALFA", 1m), (warning.Text("of"), warning.Number("count")));
    }

    [Fact]
    public async Task One_that_waits_is_released_by_an_operator_who_says_why()
    {
        await LimitAsync("quarantineImplausible,1");
        await _host.SendAsync("readings", Body.Reading.Set("kwh", "[1,16777.215]").ToString());
        var id = Assert.Single(await _host.ItemsAsync("api/doubts")).Text("id");
        Assert.Single(await ReadingsAsync());
        var before = await _host.SettleAsync(Day, "SF");
        Assert.Contains(before.Items("warnings"), warning => warning.Text("code") == "quarantined-value");

        var released = await _host.PostAsync("api/doubts/release", $$"""{"ids":["{{id}}"],"why":"the meter feeds a smelter"}""");
        Assert.Equal(1, released.Is(HttpStatusCode.Accepted).Number("released"));
        await _host.IngestedAsync("readings");

        Assert.Equal("released", Assert.Single(await _host.ItemsAsync($"api/doubts?day={Day}&code=implausible-value")).Text("state"));
        var after = await _host.SettleAsync(Day, "R1");
        Assert.Equal("closed", after.Text("state"));
        Assert.Contains(after.Items("warnings"), warning => warning.Text("code") == "implausible-value");
        Assert.Equal(["R1", "SF"], (await ReadingsAsync()).Single(item => item.Number("period") == 1).Texts("usedBy").Order());
        Assert.Equal(["R1"], (await ReadingsAsync()).Single(item => item.Number("period") == 2).Texts("usedBy"));
        Assert.Equal("", await _host.DifferenceAsync(Day, "SF"));
        Assert.Equal("", await _host.DifferenceAsync(Day, "R1"));
        var act = Assert.Single(await _host.ItemsAsync("api/audit"), each => each.Text("what") == "release");
        Assert.Equal(("release", id, "the meter feeds a smelter"), (act.Text("what"), act.Text("of"), act.Text("why")));

        (await _host.PostAsync("api/doubts/release", $$"""{"ids":["{{id}}"],"why":"again"}""")).IsProblem(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"ids":[],"why":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"ids":["nonsense"],"why":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"ids":["2026-06-16-0001-000000000001-0000000"]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"ids":["2026-06-16-0001-000000000001-0000000"],"why":"x"}""", HttpStatusCode.NotFound)]
    public async Task A_release_that_names_no_value_that_waits_is_refused(string body, HttpStatusCode status) =>
        (await _host.PostAsync("api/doubts/release", body)).IsProblem(status);

    [Fact]
    public async Task A_value_that_counts_cannot_be_released()
    {
        await LimitAsync();
        await _host.SendAsync("readings", Body.Reading.Set("kwh", "[60]").ToString());
        var id = Assert.Single(await _host.ItemsAsync("api/doubts")).Text("id");
        (await _host.PostAsync("api/doubts/release", $$"""{"ids":["{{id}}"],"why":"x"}""")).IsProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Import_and_export_of_one_meter_are_listed_for_their_day()
    {
        await _host.LoadAsync(
            new Dictionary<string, string>
            {
                ["components"] = WorkedExample.Reference()["components"].TrimEnd() + "\n91,export,,,,,no,\n92,export,,,,,yes,\n",
            }
        );
        await _host.SendAsync("readings", Body.Reading.ToString(), Body.Reading.Text("flow", "export").ToString());

        var item = Assert.Single(await _host.ItemsAsync($"api/doubts?day={Day}&code=flow-changed"));
        Assert.Equal(
            ("flow-changed", Meters.Number(1), "export", "import", 2m),
            (item.Text("code"), item.Text("mpan"), item.Text("flow"), item.Text("replacedFlow"), item.Number("values"))
        );
        Assert.Contains(
            (await _host.SettleAsync(Day, "SF")).Items("warnings"),
            warning => warning.Text("code") == "flow-changed" && warning.Number("count") == 1
        );
    }

    [Fact]
    public async Task Pages_give_every_doubt_once()
    {
        await LimitAsync();
        await _host.SendAsync(
            "readings",
            Body.Reading.Set("kwh", "[60,61,62]").ToString(),
            Body.Reading.Text("mpan", Meters.Number(2)).Set("kwh", "[63]").ToString()
        );
        var walked = new List<string>();
        var path = $"api/doubts?day={Day}&limit=1";
        for (string? next = ""; next is not null; )
        {
            var page = (await _host.GetAsync($"{path}{next}")).Is(HttpStatusCode.OK);
            Assert.Equal(4, page.Number("total"));
            walked.AddRange(page.Items("items").Select(item => item.Text("id")));
            next = page.GetProperty("continuation").GetString() is { } continuation ? $"&continuation={continuation}" : null;
        }

        Assert.Equal((await _host.ItemsAsync($"api/doubts?day={Day}")).Select(item => item.Text("id")), walked);
        Assert.Equal(4, walked.Distinct().Count());
        (await _host.GetAsync("api/doubts?code=strange")).IsProblem(HttpStatusCode.BadRequest);
        (await _host.GetAsync("api/doubts?day=today")).IsProblem(HttpStatusCode.BadRequest);
        (await _host.GetAsync("api/doubts?continuation=bTp4")).IsProblem(HttpStatusCode.BadRequest);
        (await _host.GetAsync("api/doubts?continuation=eno")).IsProblem(HttpStatusCode.BadRequest);
    }

    private async Task LimitAsync(params string[] more) =>
        await _host.LoadAsync(
            new Dictionary<string, string>
            {
                ["parameters"] =
                    WorkedExample.Reference()["parameters"].Replace("plausibleKwhW,0", "plausibleKwhW,50", StringComparison.Ordinal)
                    + string.Concat(more.Select(parameter => parameter + "\n")),
            }
        );

    private async Task<IReadOnlyList<JsonElement>> ReadingsAsync() => await _host.ItemsAsync($"api/readings/{Meters.Number(1)}/{Day}");
}
