using Microsoft.Data.Sqlite;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Rejects;

/// <summary>A host that has lost its checkpoints gets every event again.</summary>
public sealed class RedeliveryTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private string Checkpoints => $"Data Source={Path.Combine(_folder.Path, "host.db")};Pooling=False";

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Redelivered_events_are_neither_rejected_nor_stored_twice()
    {
        var (rejects, readings) = ("api/rejects?limit=1000", $"api/readings/{Meters.Number(1)}/2026-06-16");
        (string Rejects, string Readings) before;
        await using (var host = await RunningHost.StartAsync(_folder.Path))
        {
            await host.LoadAsync(WorkedExample.Reference());
            await host.SendAsync(
                "readings",
                Body.Reading.ToString(),
                "no readings",
                $"[{Body.Reading.Text("supplier", "ZZZZ")},{Body.Reading}]"
            );
            await host.SendAsync("market", "no price");
            before = ((await host.GetAsync(rejects)).Text, (await host.GetAsync(readings)).Text);
            Assert.Equal(3, (await host.GetAsync(rejects)).Json.Number("total"));
            Assert.Equal(4, (await host.ItemsAsync(readings)).Count);
        }

        Assert.NotEqual(0, Execute("DELETE FROM checkpoints"));
        await using (var host = await RunningHost.StartAsync(_folder.Path))
        {
            await host.IngestedAsync("readings");
            await host.IngestedAsync("market");
            Assert.Equal(before, ((await host.GetAsync(rejects)).Text, (await host.GetAsync(readings)).Text));
        }

        Assert.NotEqual(0, Execute("DELETE FROM checkpoints"));
    }

    private int Execute(string sql)
    {
        using var connection = new SqliteConnection(Checkpoints);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}
