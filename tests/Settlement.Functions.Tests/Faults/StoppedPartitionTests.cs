using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Faults;

/// <summary>An event that cannot be taken in stops its partition, is named, and is set aside by an operator; mended, it is replayed.</summary>
public sealed class StoppedPartitionTests : IAsyncLifetime
{
    private const string Cursed = "2026-06-10";
    private const string SetAside = "api/partitions/readings/1/set-aside";

    private readonly TemporaryFolder _folder = new();
    private FaultyHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await FaultyHost.StartAsync(_folder.Path);
        _host.Store.Fault = (table, partition, write) =>
            write && table == "blocks" && partition.StartsWith(Cursed, StringComparison.Ordinal)
                ? new ArgumentException("The block cannot be stored.")
                : null;
        await _host.SendAsync(Reading(1), Reading(2), Reading(3, Cursed), Reading(4));
        await _host.UntilAsync(partition => partition.FailedAttempts > 3);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_says_where_it_is_stopped_and_everything_before_is_taken()
    {
        var state = await StateAsync();
        Assert.Equal((3, 1), (state.Number("lastEnqueued"), state.Number("ingested")));
        Assert.Equal(
            (2, "The block cannot be stored."),
            (state.GetProperty("stop").Number("sequence"), state.GetProperty("stop").Text("error"))
        );
        Assert.Equal((1, 1, 0), (await VersionsAsync(1), await VersionsAsync(2), await VersionsAsync(4)));
    }

    [Fact]
    public async Task Set_aside_it_goes_on_and_mended_the_event_is_taken_after_all()
    {
        var aside = (await _host.PostAsync(SetAside, """{"from":2,"to":2,"why":"Waits for the next version."}""")).Is(HttpStatusCode.OK);
        Assert.Equal(
            (2, 2, "operator", "Waits for the next version."),
            (aside.Number("from"), aside.Number("to"), aside.Text("by"), aside.Text("why"))
        );
        await _host.UntilAsync(partition => partition.IsDone);

        Assert.Equal(1, await VersionsAsync(4));
        var reject = Assert.Single((await _host.GetAsync("api/rejects?reason=set-aside")).Is(HttpStatusCode.OK).Items("items"));
        Assert.Equal((Reading(3, Cursed), "readings-0001-000000000000002-0000000"), (reject.Text("body"), reject.Text("id")));
        var state = await StateAsync();
        Assert.Equal(
            (3, JsonValueKind.Null, 1),
            (state.Number("ingested"), state.GetProperty("stop").ValueKind, state.Items("setAside").Count)
        );

        _host.Store.Fault = null;
        Assert.Equal(
            1,
            (await _host.PostAsync("api/rejects/replay", """{"reason":"set-aside"}""")).Is(HttpStatusCode.Accepted).Number("replayed")
        );
        await _host.UntilAsync(partition => partition.IsDone);
        Assert.Equal(0, (await _host.GetAsync("api/rejects")).Is(HttpStatusCode.OK).Number("total"));
        Assert.Single((await _host.GetAsync($"api/readings/{Meters.Number(3)}/{Cursed}")).Is(HttpStatusCode.OK).Items("items"));
    }

    [Theory]
    [InlineData("""{"from":1,"to":2,"why":"x"}""", HttpStatusCode.Conflict)]
    [InlineData("""{"from":2,"to":4,"why":"x"}""", HttpStatusCode.Conflict)]
    [InlineData("""{"from":2,"to":1,"why":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"from":2,"to":2,"why":""}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"from":2,"why":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"from":2,"to":2,"why":"x","reason":"y"}""", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("{", HttpStatusCode.BadRequest)]
    public async Task Only_what_it_is_stopped_at_can_be_set_aside(string body, HttpStatusCode status)
    {
        (await _host.PostAsync(SetAside, body)).IsProblem(status);
        Assert.Empty((await StateAsync()).Items("setAside"));
    }

    [Theory]
    [InlineData("api/partitions/readings/0/set-aside", HttpStatusCode.Conflict)]
    [InlineData("api/partitions/readings/99/set-aside", HttpStatusCode.NotFound)]
    [InlineData("api/partitions/other/1/set-aside", HttpStatusCode.NotFound)]
    public async Task A_partition_that_is_not_stopped_has_nothing_to_set_aside(string path, HttpStatusCode status) =>
        (await _host.PostAsync(path, """{"from":2,"to":2,"why":"x"}""")).IsProblem(status);

    private async Task<JsonElement> StateAsync() =>
        (await _host.GetAsync("api/partitions"))
            .Is(HttpStatusCode.OK)
            .Items("items")
            .Single(item => item.Text("hub") == "readings" && item.Number("partition") == 1);

    private async Task<int> VersionsAsync(int meter) =>
        (await _host.GetAsync($"api/readings/{Meters.Number(meter)}/2026-06-16")).Is(HttpStatusCode.OK).Items("items").Count;

    private static string Reading(int meter, string day = "2026-06-16") =>
        Body.Reading.Text("mpan", Meters.Number(meter)).Text("day", day).Set("kwh", "[1]").ToString();
}
