using System.Net;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>Loading and reading reference data over HTTP, and from when on it counts.</summary>
public sealed class ReferenceTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private RunningHost Host { get; set; } = null!;

    public async Task InitializeAsync() => Host = await RunningHost.StartAsync(_folder.Path);

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Versions_count_from_1_and_each_stays_readable()
    {
        var original = await CsvAsync("participants");
        var sets = WorkedExample.Reference();
        for (var version = 1; version <= 3; version++)
        {
            var made = (await Host.PutAsync("participants", sets["participants"] + $"X{version},Extra,trader\n")).Is(HttpStatusCode.OK);
            Assert.Equal(("participants", version, 6), (made.Text("set"), made.Number("version"), made.Number("rows")));
        }

        Assert.Equal(1, (await Host.PutAsync("gsp-groups", sets["gsp-groups"])).Is(HttpStatusCode.OK).Number("version"));
        Assert.Contains("X3,Extra,trader", await CsvAsync("participants"), StringComparison.Ordinal);
        Assert.Contains("X2,Extra,trader", await CsvAsync("participants?version=2"), StringComparison.Ordinal);
        Assert.Equal(original, await CsvAsync("participants?version=0"));
        (await Host.GetAsync("api/reference/participants?version=4")).IsProblem(HttpStatusCode.NotFound);
        (await Host.GetAsync("api/reference/participants?version=x")).IsProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_is_read_can_be_loaded_again()
    {
        foreach (var set in WorkedExample.Reference().Keys)
        {
            var csv = await CsvAsync(set);
            (await Host.PutAsync(set, csv)).Is(HttpStatusCode.OK);
            Assert.Equal(csv, await CsvAsync(set));
        }
    }

    [Fact]
    public async Task A_set_is_refused_whole_with_every_row_and_its_reason()
    {
        var before = await CsvAsync("participants");
        var problem = (
            await Host.PutAsync(
                "participants",
                "id,name,role,from,to\nGOOD,Good,trader,,\nBADR,Bad,king,,\nBADD,Bad,trader,2026-02-30,\nTWIN,One,trader,,2026-06-30\nTWIN,Two,trader,2026-06-30,\n"
            )
        ).IsProblem(HttpStatusCode.BadRequest);
        Assert.Equal([3m, 4m, 6m], problem.Items("errors").Select(error => error.Number("row")));
        Assert.All(problem.Items("errors"), error => Assert.NotEmpty(error.Text("reason")));
        Assert.Equal(before, await CsvAsync("participants"));
        Assert.Equal(1, (await Host.PutAsync("participants", "role,id,name\ntrader,GOOD,Good\n")).Is(HttpStatusCode.OK).Number("version"));
    }

    [Fact]
    public async Task Of_many_faults_the_first_hundred_are_named_and_all_are_counted()
    {
        var problem = (
            await Host.PutAsync("parameters", "name,value\n" + string.Concat(Enumerable.Repeat("alpha,much\n", 20_000)))
        ).IsProblem(HttpStatusCode.BadRequest);

        Assert.Equal((100, 20_000m), (problem.Items("errors").Count, problem.Number("total")));
    }

    [Fact]
    public async Task A_body_over_the_limit_of_its_set_is_413()
    {
        (await Host.PutAsync("parameters", "name,value\n" + new string('\n', 9 << 20))).IsProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("participants", "")]
    [InlineData("participants", "id,name\nA,A\n")]
    [InlineData("participants", "id,name,role,shoe\nA,A,trader,7\n")]
    [InlineData("participants", "id,name,role\nA,A\n")]
    [InlineData("loss-factors", "distributor,llfc,fromPeriod,toPeriod,factor\n12,001,1,,1.0455\n")]
    [InlineData("loss-factors", "distributor,llfc,fromPeriod,toPeriod,factor\n12,001,1,20,1.045\n12,001,20,,1.045\n")]
    [InlineData("bm-units", "id,party,account,gspGroup,tradingUnit,kind,default\nA1,ALFA,C,_A,,supplier,yes\nA2,ALFA,C,_A,,supplier,yes\n")]
    [InlineData("components", "id,flow,segment,connection,domestic,quality,losses,weight\n1,import,,,true,A,no,1\n")]
    [InlineData("transmission-loss-factors", "zone,tlf\n1,0.00000001\n")]
    public async Task A_bad_set_is_refused(string set, string csv)
    {
        var before = await CsvAsync(set);
        Assert.NotEmpty((await Host.PutAsync(set, csv)).IsProblem(HttpStatusCode.BadRequest).Items("errors"));
        Assert.Equal(before, await CsvAsync(set));
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_and_unknown_sets_are_refused()
    {
        (await Host.PutAsync("participants", [0x69, 0x64, 0xC3, 0x28])).IsProblem(HttpStatusCode.BadRequest);
        (await Host.PutAsync("nothing", "id\n")).IsProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Ingest_uses_the_newest_version_at_once_and_verdicts_stay()
    {
        await Host.LoadAsync(WorkedExample.Reference());
        var body = Body.Reading.Text("supplier", "NEWS");
        await Host.SendAsync("readings", body.ToString());
        await Host.PutAsync("participants", "id,name,role\nNEWS,New,supplier\n");
        await Host.SendAsync("readings", body.ToString(), Body.Reading.ToString());

        Assert.Equal([body.ToString(), Body.Reading.ToString()], (await Host.ItemsAsync("api/rejects")).Select(item => item.Text("body")));
        Assert.Equal(2, (await Host.ItemsAsync($"api/readings/{Meters.Number(1)}/2026-06-16")).Count);
    }

    [Fact]
    public async Task A_run_uses_the_versions_that_are_current_when_it_opens()
    {
        await Host.LoadAsync(WorkedExample.Reference());
        await Host.SendAsync("market", WorkedExample.Market());
        await Host.SendAsync("readings", WorkedExample.Readings());
        var first = await Host.SettleAsync(WorkedExample.Day, "SF");
        await Host.PutAsync("loss-factors", "distributor,llfc,fromPeriod,toPeriod,factor\n12,085,1,,1.085\n12,031,1,,1\n");
        var second = await Host.SettleAsync(WorkedExample.Day, "R1");

        Assert.Equal((1, 2), (first.GetProperty("versions").Number("loss-factors"), second.GetProperty("versions").Number("loss-factors")));
        Assert.Equal((48 * 1533.215m, 48 * 1519.575m), (Uncorrected(first), Uncorrected(second)));
        Assert.Equal(first.GetRawText(), (await Host.GetAsync($"api/settlement/{WorkedExample.Day}/SF")).Text);

        static decimal Uncorrected(System.Text.Json.JsonElement run) => run.Item("gspGroups", ("gspGroup", "_A")).Number("uncorrected");
    }

    private async Task<string> CsvAsync(string set)
    {
        var answer = await Host.GetAsync($"api/reference/{set}");
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (answer.Status, answer.ContentType));
        return answer.Text;
    }
}
