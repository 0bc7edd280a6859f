using System.Text;
using Functions.Embedded.Hub;
using Functions.Embedded.Tests.App;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Embedded.Tests;

/// <summary>A hub whose files were deleted is made anew: its triggers read it from its first event, and its enqueued times go on.</summary>
public sealed class RecreatedHubTests : IDisposable
{
    private readonly string _folder = TestHost.NewFolder();

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Its_triggers_read_it_from_its_first_event(int count)
    {
        var last = await RunAsync("old", 3);
        Recreate();
        var first = await RunAsync("new", count);
        Assert.True(first > last, $"{first} is not after {last}.");
    }

    [Fact]
    public async Task A_checkpoint_of_an_earlier_version_does_not_say_when()
    {
        await RunAsync("old", 3);
        ForgetTimes();
        Recreate();
        await RunAsync("new", 2);
    }

    [Fact]
    public async Task With_such_a_checkpoint_a_hub_that_is_there_goes_on()
    {
        await RunAsync("old", 3);
        ForgetTimes();
        await RunAsync("more", 2);
    }

    /// <summary>Sends events to a host whose clock begins at the same time as ever, and waits for them and no others.</summary>
    /// <returns>When the last event was enqueued, in ticks.</returns>
    private async Task<long> RunAsync(string text, int count)
    {
        await using var host = await TestHost.StartAsync(_folder, o => o.Clock = FakeClock.At("2026-06-01T12:00:00Z"));
        await host.Hub.SendAsync(
            "events",
            [.. Enumerable.Range(0, count).Select(i => new HubMessage(Encoding.UTF8.GetBytes($"{text} {i}"), PartitionId: "2"))]
        );
        await host.Hub.WaitUntilProcessedAsync("events");
        var seen = new List<string>();
        while (seen.Count < count)
        {
            seen.AddRange((await host.Recorder.NextAsync<Batch>("Collect")).Events.Select(e => e.EventBody.ToString()));
        }
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"{text} {i}"), seen);
        return host.Services.GetRequiredService<HubBroker>().Hub("events").Partitions[2].LastTicks;
    }

    private void Recreate() => Directory.Delete(Path.Combine(_folder, "hubs", "events"), true);

    private void ForgetTimes()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "host.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "ALTER TABLE checkpoints DROP COLUMN enqueued";
        command.ExecuteNonQuery();
    }
}
