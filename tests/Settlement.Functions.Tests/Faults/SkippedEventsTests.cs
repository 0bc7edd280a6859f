using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Settlement.Functions.Ingestion;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Faults;

/// <summary>A trigger whose checkpoint has moved on past events that were never taken: they are read from the hub.</summary>
public sealed class SkippedEventsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_next_event_shows_the_gap()
    {
        await SkippedAsync();
        await using var host = await RunningHost.StartAsync(_folder.Path);
        await host.SendAsync("readings", Reading(5));
        await AllThereAsync(host, 5);
    }

    [Fact]
    public async Task Where_nothing_follows_the_timer_notices()
    {
        await SkippedAsync();
        await using var host = await RunningHost.StartAsync(_folder.Path);
        await host.IngestedAsync("readings");
        for (var looks = 0; looks < 2; looks++)
        {
            Assert.Empty((await host.GetAsync($"api/readings/{Meters.Number(4)}/2026-06-16")).Is(HttpStatusCode.OK).Items("items"));
            await ActivatorUtilities.CreateInstance<CatchUp>(host.Services).RunAsync(new TimerInfo(), CancellationToken.None);
        }

        await AllThereAsync(host, 4);
    }

    [Fact]
    public async Task An_instance_that_lives_for_one_look_only_notices_as_well()
    {
        await SkippedAsync();
        for (var looks = 0; looks < 2; looks++)
        {
            await using var host = await RunningHost.StartAsync(_folder.Path);
            await host.IngestedAsync("readings");
            await ActivatorUtilities.CreateInstance<CatchUp>(host.Services).RunAsync(new TimerInfo(), CancellationToken.None);
            if (looks == 1)
            {
                await AllThereAsync(host, 4);
            }
        }
    }

    /// <summary>A host takes one event and stops; three more are in its hub, and the checkpoint says that they were delivered.</summary>
    private async Task SkippedAsync()
    {
        await using (var host = await RunningHost.StartAsync(_folder.Path))
        {
            await host.LoadAsync(WorkedExample.Reference());
            await host.SendAsync("readings", Reading(1));
        }

        await using (var halted = await HaltedHost.StartAsync(_folder.Path, 0, "1", Enumerable.Range(2, 3).Select(Reading))) { }

        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "host.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE checkpoints SET sequence = 3 WHERE hub = 'readings' AND partition = 1";
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private static async Task AllThereAsync(RunningHost host, int meters)
    {
        for (var meter = 1; meter <= meters; meter++)
        {
            Assert.Single((await host.GetAsync($"api/readings/{Meters.Number(meter)}/2026-06-16")).Is(HttpStatusCode.OK).Items("items"));
        }
        var state = (await host.GetAsync("api/partitions"))
            .Is(HttpStatusCode.OK)
            .Items("items")
            .Single(item => item.Text("hub") == "readings" && item.Number("partition") == 1);
        Assert.Equal(meters - 1, state.Number("ingested"));
    }

    private static string Reading(int meter) => Body.Reading.Text("mpan", Meters.Number(meter)).Set("kwh", "[1]").ToString();
}
