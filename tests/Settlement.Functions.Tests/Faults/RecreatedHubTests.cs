using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Settlement.Functions.Ingestion;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Faults;

/// <summary>A hub whose files are deleted counts its events from 0 again: nothing of it passes for what was taken before, and nothing is lost.</summary>
public sealed class RecreatedHubTests : IAsyncLifetime
{
    private const string Day = WorkedExample.Day;
    private const string OpenEpoch = "api/partitions/readings/1/epoch";
    private const string Why = """{"why":"The namespace was moved."}""";

    private static readonly int Old = WorkedExample.Readings().Count();
    private readonly TemporaryFolder _folder = new();
    private FaultyHost _host = null!;

    /// <summary>How many readings the new hub gets: fewer than the old one had, as many, and more.</summary>
    public static TheoryData<int> Lengths { get; } = new(Old - 2, Old, Old + 32);

    public async Task InitializeAsync()
    {
        _host = await FaultyHost.StartAsync(_folder.Path);
        await _host.SendDayAsync(Day);
        await SettleAsync("SF");
        Assert.Equal("closed", (await RunAsync("SF")).Text("state"));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task It_stops_and_is_told_and_in_a_new_epoch_all_of_it_is_taken(int count)
    {
        await RecreateAsync(count);
        await _host.UntilAsync(partition => partition.FailedAttempts > 0);

        var state = await StateAsync();
        Assert.Equal((0, count - 1, Old - 1), (state.Number("epoch"), state.Number("lastEnqueued"), state.Number("ingested")));
        var stop = state.GetProperty("stop");
        Assert.Equal(("epoch", Old), (stop.Text("kind"), stop.Number("sequence")));
        Assert.Contains("Open a new epoch", stop.Text("error"), StringComparison.Ordinal);
        var ready = (await _host.GetAsync("api/health/ready")).Is(HttpStatusCode.ServiceUnavailable);
        Assert.StartsWith("event hub readings, partition 1:", Assert.Single(ready.Texts("notReady")), StringComparison.Ordinal);

        await SettleAsync("R1");
        var run = await RunAsync("R1");
        Assert.Equal("inexact", run.Text("state"));
        Assert.All(run.Items("reasons"), reason => Assert.Equal(("ingest-behind", "readings/1"), (reason.Text("code"), reason.Text("of"))));
        Assert.Equal(Enumerable.Repeat(0, count), await VersionsAsync(count));

        var act = (await _host.PostAsync(OpenEpoch, Why)).Is(HttpStatusCode.OK);
        Assert.Equal(
            (1, Old - 1, "operator", "The namespace was moved."),
            (act.Number("epoch"), act.Number("after"), act.Text("by"), act.Text("why"))
        );
        await _host.UntilAsync(partition => partition.IsDone);

        state = await StateAsync();
        Assert.Equal(
            (1, count - 1, JsonValueKind.Null),
            (state.Number("epoch"), state.Number("ingested"), state.GetProperty("stop").ValueKind)
        );
        Assert.Equal(act.ToString(), Assert.Single(state.Items("epochs")).ToString());
        Assert.Equal("ready", (await _host.GetAsync("api/health/ready")).Is(HttpStatusCode.OK).Text("state"));
        Assert.Equal(Enumerable.Repeat(1, count), await VersionsAsync(count));
        Assert.Contains(
            (await _host.GetAsync("api/audit")).Is(HttpStatusCode.OK).Items("items"),
            entry => entry.ToString().Contains("The namespace was moved.", StringComparison.Ordinal)
        );

        await SettleAsync("R1", 2);
        run = await RunAsync("R1");
        Assert.Equal("closed", run.Text("state"));
        var cut = run.GetProperty("cut").Item("readings", ("partition", "1"));
        Assert.Equal((1, count - 1), (cut.Number("epoch"), cut.Number("sequence")));
        // In epoch 0 a cut is written as before there were epochs.
        Assert.False((await RunAsync("SF")).GetProperty("cut").Item("readings", ("partition", "1")).TryGetProperty("epoch", out _));
        foreach (var closed in (string[])["SF", "R1"])
        {
            Assert.True(
                (await _host.PostAsync($"api/settlement/{Day}/{closed}/verify", "")).Is(HttpStatusCode.OK).GetProperty("equal").GetBoolean()
            );
        }
    }

    [Fact]
    public async Task Without_any_delivery_the_timer_notices()
    {
        await RecreateAsync(Old);
        await ActivatorUtilities.CreateInstance<CatchUp>(_host.Services).RunAsync(new TimerInfo(), CancellationToken.None);
        Assert.Equal("epoch", (await StateAsync()).GetProperty("stop").Text("kind"));
    }

    [Fact]
    public async Task An_epoch_is_opened_for_another_hub_only()
    {
        (await _host.PostAsync(OpenEpoch, Why)).IsProblem(HttpStatusCode.Conflict);
        (await _host.PostAsync("api/partitions/readings/0/epoch", Why)).IsProblem(HttpStatusCode.Conflict);
        Assert.Equal(0, (await StateAsync()).Number("epoch"));

        await RecreateAsync(3);
        (await _host.PostAsync("api/partitions/readings/1/set-aside", $$"""{"from":{{Old}},"to":{{Old}},"why":"x"}""")).IsProblem(
            HttpStatusCode.Conflict
        );
        (await _host.PostAsync(OpenEpoch, Why)).Is(HttpStatusCode.OK);
        (await _host.PostAsync(OpenEpoch, Why)).IsProblem(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData(OpenEpoch, "{}", HttpStatusCode.BadRequest)]
    [InlineData(OpenEpoch, """{"why":""}""", HttpStatusCode.BadRequest)]
    [InlineData(OpenEpoch, """{"why":"x","from":0}""", HttpStatusCode.BadRequest)]
    [InlineData(OpenEpoch, "{", HttpStatusCode.BadRequest)]
    [InlineData("api/partitions/readings/99/epoch", Why, HttpStatusCode.NotFound)]
    [InlineData("api/partitions/other/1/epoch", Why, HttpStatusCode.NotFound)]
    public async Task A_request_without_a_reason_or_a_partition_is_refused(string path, string body, HttpStatusCode status) =>
        (await _host.PostAsync(path, body)).IsProblem(status);

    /// <summary>The host stops, the files of the readings' hub are deleted, and what is sent to the new one is of other meters.</summary>
    private async Task RecreateAsync(int count)
    {
        await _host.DisposeAsync();
        Directory.Delete(Path.Combine(_folder.Path, "hubs", "readings"), recursive: true);
        _host = await FaultyHost.StartAsync(_folder.Path);
        await _host.SendAsync(
            Enumerable.Range(1, count).Select(meter => Body.Reading.Text("mpan", Meters.Number(meter)).Set("kwh", "[1]").ToString())
        );
    }

    private async Task SettleAsync(string run, int attempt = 1)
    {
        (await _host.PostAsync($"api/settlement/{Day}/{run}", "")).Is(HttpStatusCode.Accepted);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await _host.EndOfAsync($"settle-{Day}-{run}-{attempt}")).RuntimeStatus);
    }

    private async Task<JsonElement> RunAsync(string run) => (await _host.GetAsync($"api/settlement/{Day}/{run}")).Is(HttpStatusCode.OK);

    private async Task<JsonElement> StateAsync() =>
        (await _host.GetAsync("api/partitions"))
            .Is(HttpStatusCode.OK)
            .Items("items")
            .Single(item => item.Text("hub") == "readings" && item.Number("partition") == 1);

    /// <summary>How many versions there are of the readings of each new meter.</summary>
    private async Task<IReadOnlyList<int>> VersionsAsync(int count)
    {
        var versions = new List<int>();
        for (var meter = 1; meter <= count; meter++)
        {
            versions.Add((await _host.GetAsync($"api/readings/{Meters.Number(meter)}/{Day}")).Is(HttpStatusCode.OK).Items("items").Count);
        }
        return versions;
    }
}
