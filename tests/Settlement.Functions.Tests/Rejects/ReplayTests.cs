using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Rejects;

/// <summary>Rejects are sent again once the cause is mended: what is accepted leaves the list and counts once.</summary>
public sealed class ReplayTests : IAsyncLifetime
{
    private const string Replay = "api/rejects/replay";

    private readonly TemporaryFolder _folder = new();
    private RunningHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await RunningHost.StartAsync(_folder.Path);
        await _host.LoadAsync(WorkedExample.Reference());
        await _host.SendAsync(
            "readings",
            $"[{Reading(1)},{Reading(2, "ZZZZ")},[{Reading(3)},{Reading(3)}],5]",
            "no json",
            Reading(4, "ZZZZ"),
            Reading(5, "YYYY")
        );
        await _host.SendAsync("market", Body.Balancing.Text("bmUnit", "T_NONE-1").ToString());
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task All_with_a_reason_are_sent_and_those_that_are_accepted_leave_the_list()
    {
        Assert.Equal(7, await TotalAsync(""));
        await MendAsync();

        Assert.Equal(3, await ReplayAsync("""{"reason":"supplier-unknown"}"""));

        Assert.Equal((1, 5), (await TotalAsync("reason=supplier-unknown"), await TotalAsync("")));
        Assert.Equal("1, 1, 0, 1, 0", await VersionsAsync());
        Assert.Equal(1, await ReplayAsync("""{"reason":"supplier-unknown"}"""));
        Assert.Equal((1, 5), (await TotalAsync("reason=supplier-unknown"), await TotalAsync("")));
    }

    [Fact]
    public async Task The_named_ones_are_sent_and_no_others()
    {
        await MendAsync();
        var id = (await ItemsAsync()).Single(item => item.Text("body") == Reading(4, "ZZZZ")).Text("id");

        Assert.Equal(1, await ReplayAsync($$"""{"ids":["{{id}}","{{id}}"]}"""));

        Assert.Equal("1, 0, 0, 1, 0", await VersionsAsync());
        Assert.Contains(
            id,
            (await _host.PostAsync(Replay, $$"""{"ids":["{{id}}"]}""")).IsProblem(HttpStatusCode.NotFound).Text("detail"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_rejected_again_keeps_body_and_reasons_and_is_counted_once()
    {
        var before = Judged(await ItemsAsync());
        var ids = string.Join(',', (await ItemsAsync()).Select(item => $"\"{item.Text("id")}\""));

        Assert.Equal(7, await ReplayAsync($$"""{"ids":[{{ids}}]}"""));

        Assert.Equal(before, Judged(await ItemsAsync()));
        Assert.Equal("1, 0, 0, 0, 0", await VersionsAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ids":[],"reason":"not-json"}""")]
    [InlineData("""{"reason":"no-such-reason"}""")]
    [InlineData("""{"ids":["readings-0001-1-0"]}""")]
    [InlineData("""{"ids":"readings-0001-000000000000001-0000000"}""")]
    [InlineData("""{"id":[]}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_request_that_names_nothing_clearly_sends_nothing(string body)
    {
        (await _host.PostAsync(Replay, body)).IsProblem(HttpStatusCode.BadRequest);
        await _host.IngestedAsync("readings");
        Assert.Equal(7, await TotalAsync(""));
    }

    [Fact]
    public async Task One_unknown_id_keeps_all_from_being_sent()
    {
        await MendAsync();
        var id = (await ItemsAsync()).Single(item => item.Text("body") == Reading(4, "ZZZZ")).Text("id");
        (await _host.PostAsync(Replay, $$"""{"ids":["{{id}}","readings-0001-000000000000099-0000000"]}""")).IsProblem(
            HttpStatusCode.NotFound
        );
        await _host.IngestedAsync("readings");
        Assert.Equal("1, 0, 0, 0, 0", await VersionsAsync());
    }

    private async Task<int> ReplayAsync(string body)
    {
        var sent = (await _host.PostAsync(Replay, body)).Is(HttpStatusCode.Accepted).Number("replayed");
        await _host.IngestedAsync("readings");
        await _host.IngestedAsync("market");
        return (int)sent;
    }

    private Task MendAsync() =>
        _host.LoadAsync(
            new Dictionary<string, string> { ["participants"] = WorkedExample.Reference()["participants"] + "ZZZZ,Zulu,supplier\n" }
        );

    private async Task<int> TotalAsync(string filter) =>
        (int)(await _host.GetAsync($"api/rejects?{filter}")).Is(HttpStatusCode.OK).Number("total");

    private Task<IReadOnlyList<JsonElement>> ItemsAsync() => _host.ItemsAsync("api/rejects");

    private static IEnumerable<string> Judged(IEnumerable<JsonElement> items) =>
        items
            .Select(item => $"{item.Text("hub")} {string.Join(' ', item.Texts("reasons"))} {item.Text("body")}")
            .Order(StringComparer.Ordinal);

    private async Task<string> VersionsAsync()
    {
        var counts = new List<int>();
        for (var meter = 1; meter <= 5; meter++)
        {
            counts.Add((await _host.ItemsAsync($"api/readings/{Meters.Number(meter)}/2026-06-16")).Count);
        }
        return string.Join(", ", counts);
    }

    private static string Reading(int meter, string supplier = "ALFA") =>
        Body.Reading.Text("mpan", Meters.Number(meter)).Text("supplier", supplier).Set("kwh", "[1]").ToString();
}
