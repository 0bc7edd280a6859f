using System.Net;
using Settlement.Functions.Tests.Support;
using Settlement.Storage;

namespace Settlement.Functions.Tests.Faults;

/// <summary>Storage that is down during ingest holds a partition up and costs no event.</summary>
public sealed class StorageDownTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FaultyHost _host = null!;

    public async Task InitializeAsync() => _host = await FaultyHost.StartAsync(_folder.Path);

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_minute_without_storage_loses_nothing_and_blames_no_event(bool writesOnly)
    {
        await _host.SendAsync(Reading(1), Reading(2));
        await _host.UntilAsync(partition => partition.IsDone);
        var down = _host.Clock.GetUtcNow();
        _host.Store.Fault = (table, partition, write) =>
            !writesOnly || write ? new TableUnavailableException(table, partition, "The server is busy.", new IOException("503")) : null;
        await _host.SendAsync(Reading(3), Reading(4), Reading(5));

        var stuck = await _host.UntilAsync(partition =>
            partition.FailedAttempts > 6 && _host.Clock.GetUtcNow() - down > TimeSpan.FromMinutes(1)
        );
        Assert.Equal(1, stuck.Processed);
        _host.Store.Fault = null;
        await _host.UntilAsync(partition => partition.IsDone);

        for (var meter = 1; meter <= 5; meter++)
        {
            Assert.Single(
                (await _host.GetAsync($"api/readings/{Meters.Number(meter)}/2026-06-16?limit=1000")).Is(HttpStatusCode.OK).Items("items")
            );
        }
        var state = (await _host.GetAsync("api/partitions"))
            .Is(HttpStatusCode.OK)
            .Items("items")
            .Single(item => item.Text("hub") == "readings" && item.Number("partition") == 1);
        Assert.Equal((4, System.Text.Json.JsonValueKind.Null), (state.Number("ingested"), state.GetProperty("stop").ValueKind));
    }

    private static string Reading(int meter) => Body.Reading.Text("mpan", Meters.Number(meter)).Set("kwh", "[1]").ToString();
}
