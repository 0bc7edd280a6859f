using System.Net;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>Runs that are running, because they wait for events that nobody ingests.</summary>
public sealed class WaitingRunTests : IAsyncLifetime
{
    private const int ForLong = 3_600;
    private const string Day = "2026-06-16";
    private readonly TemporaryFolder _folder = new();
    private HaltedHost? _host;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
        _folder.Dispose();
    }

    [Fact]
    public async Task A_running_run_is_not_started_again()
    {
        var host = await StartAsync(ForLong);
        var links = (await host.PostAsync($"api/settlement/{Day}/SF")).Is(HttpStatusCode.Accepted);
        (await host.PostAsync($"api/settlement/{Day}/SF")).IsProblem(HttpStatusCode.Conflict);

        var run = (await host.GetAsync($"api/settlement/{Day}/SF")).Is(HttpStatusCode.OK);
        Assert.Equal(("running", 1), (run.Text("state"), run.Number("attempt")));
        (await host.GetAsync($"api/settlement/{Day}/SF/periods/1")).IsProblem(HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.Accepted, (await host.GetAsync(links.Text("statusQueryGetUri"))).Status);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public async Task Starts_at_the_same_time_make_one_run(int starts)
    {
        var host = await StartAsync(ForLong);
        foreach (var run in new[] { "II", "SF", "R1", "R2", "R3", "RF", "DF", "D" })
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, starts).Select(_ => Task.Run(() => host.PostAsync($"api/settlement/{Day}/{run}")))
            );
            var started = answers.Where(answer => answer.Status == HttpStatusCode.Accepted).ToList();
            Assert.Single(started);
            Assert.All(answers.Except(started), answer => answer.IsProblem(HttpStatusCode.Conflict));
            Assert.Equal([$"settle-{Day}-{run}-1"], started.Select(answer => answer.Json.Text("id")).Distinct());
        }

        var runs = (await host.GetAsync($"api/settlement/{Day}")).Is(HttpStatusCode.OK).Items("items");
        Assert.Equal(8, runs.Count);
        Assert.All(runs, run => Assert.Equal(1, run.Number("attempt")));
        Assert.Equal(8, (await host.GetAsync("runtime/webhooks/durabletask/instances")).Is(HttpStatusCode.OK).GetArrayLength());
    }

    [Fact]
    public async Task A_terminated_run_can_be_started_again_as_the_next_attempt()
    {
        var host = await StartAsync(ForLong);
        var first = (await host.PostAsync($"api/settlement/{Day}/SF")).Is(HttpStatusCode.Accepted);
        Assert.Equal(
            HttpStatusCode.Accepted,
            (await host.PostAsync(first.Text("terminatePostUri").Replace("{text}", "by%20hand", StringComparison.Ordinal))).Status
        );
        using var hang = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        Assert.Equal(
            OrchestrationRuntimeStatus.Terminated,
            (await host.Durable.WaitForInstanceCompletionAsync(first.Text("id"), hang.Token)).RuntimeStatus
        );
        Assert.Equal("Terminated", (await host.GetAsync(first.Text("statusQueryGetUri"))).Is(HttpStatusCode.OK).Text("runtimeStatus"));

        var second = (await host.PostAsync($"api/settlement/{Day}/SF")).Is(HttpStatusCode.Accepted);
        Assert.Equal($"settle-{Day}-SF-2", second.Text("id"));
        var run = (await host.GetAsync($"api/settlement/{Day}/SF")).Is(HttpStatusCode.OK);
        Assert.Equal(("running", 2), (run.Text("state"), run.Number("attempt")));
        (await host.PostAsync($"api/settlement/{Day}/SF")).IsProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_run_that_waits_no_longer_is_inexact_and_names_the_partition_that_is_behind()
    {
        var host = await StartAsync(0);
        var links = (await host.PostAsync($"api/settlement/{Day}/SF")).Is(HttpStatusCode.Accepted);
        using var hang = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        Assert.Equal(
            OrchestrationRuntimeStatus.Completed,
            (await host.Durable.WaitForInstanceCompletionAsync(links.Text("id"), hang.Token)).RuntimeStatus
        );

        var run = (await host.GetAsync($"api/settlement/{Day}/SF")).Is(HttpStatusCode.OK);
        Assert.Equal("inexact", run.Text("state"));
        Assert.Equal(
            Enumerable.Range(1, 48).Select(period => ("readings/2", period)),
            run.Items("reasons")
                .Where(reason => reason.Text("code") == "ingest-behind")
                .Select(reason => (reason.Text("of"), reason.GetProperty("period").GetInt32()))
        );
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3_601)]
    public async Task A_wait_that_is_not_bounded_stops_the_host_at_start(int waitSeconds)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => HaltedHost.StartAsync(_folder.Path, waitSeconds));
        Assert.Equal(
            $"The setting 'Settlement:IngestWaitSeconds' is '{waitSeconds}'; set it to how many seconds a run waits for ingestion, 0 to 3600.",
            refused.Message
        );
    }

    private async Task<HaltedHost> StartAsync(int waitSeconds) => _host = await HaltedHost.StartAsync(_folder.Path, waitSeconds);
}
