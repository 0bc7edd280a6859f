using System.Net;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Settlement.Functions.Ingestion;
using Settlement.Functions.Tests.Support;
using Settlement.Ledger.Ingestion;
using Settlement.Storage;

namespace Settlement.Functions.Tests.Faults;

/// <summary>Runs that find a reading sent and not ingested, for its block cannot be stored.</summary>
public sealed class IngestBehindTests : IAsyncLifetime
{
    private const string Day = WorkedExample.Day;
    private const string First = $"settle-{Day}-SF-1";
    private readonly TemporaryFolder _folder = new();
    private FaultyHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await FaultyHost.StartAsync(_folder.Path);
        await _host.SendDayAsync(Day);
        _host.Store.Fault = (table, partition, write) =>
            table == "blocks" && write
                ? new TableUnavailableException(table, partition, "The server is busy.", new IOException("503"))
                : null;
        await _host.SendAsync(WorkedExample.LateReading());
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_run_that_waits_in_vain_opens_as_inexact_with_fewer_than_30_rows_for_the_wait()
    {
        await StartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await _host.EndOfAsync(First)).RuntimeStatus);

        var run = (await _host.GetAsync($"api/settlement/{Day}/SF")).Is(HttpStatusCode.OK);
        Assert.Equal("inexact", run.Text("state"));
        Assert.All(run.Items("reasons"), reason => Assert.Equal(("ingest-behind", "readings/1"), (reason.Text("code"), reason.Text("of"))));
        var history = await HistoryAsync();
        var looks = history.Count(row => row.Text("EventType") == "TaskCompleted" && row.Text("FunctionName") == "TryOpenRun");
        var timers = history.Count(row => row.Text("EventType") == "TimerFired");
        Assert.Equal(looks - 1, timers);
        Assert.InRange(looks + timers, 3, 29);
        Assert.Single(history, row => row.Text("EventType") == "TaskCompleted" && row.Text("FunctionName") == "RecordHubPositions");
        Assert.DoesNotContain(history, row => row.GetRawText().Contains("LastSequence", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_closes_when_ingestion_has_caught_up()
    {
        await StartAsync();
        using var hang = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (
            (await _host.Durable.GetInstanceAsync(First, getInputsAndOutputs: true, hang.Token))?.SerializedCustomStatus
            != """{"Stage":"wait for ingestion","Behind":["readings/1"]}"""
        )
        {
            hang.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        // Not by the trigger: while its pauses pass, so does the wait of the run.
        _host.Store.Fault = null;
        var hubs = await _host.Services.GetRequiredService<EventHubs>().LastEnqueuedAsync(hang.Token);
        var last = hubs.Single(position => position is { Hub: "readings", Partition: 1 }).LastSequence;
        await _host.Services.GetRequiredService<ReadingsIngest>().CatchUpAsync(1, last, hang.Token);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await _host.EndOfAsync(First)).RuntimeStatus);
        Assert.Equal("closed", (await _host.GetAsync($"api/settlement/{Day}/SF")).Is(HttpStatusCode.OK).Text("state"));
    }

    private async Task StartAsync() =>
        Assert.Equal(First, (await _host.PostAsync($"api/settlement/{Day}/SF", "")).Is(HttpStatusCode.Accepted).Text("id"));

    private async Task<IReadOnlyList<JsonElement>> HistoryAsync()
    {
        var answer = await _host.GetAsync($"runtime/webhooks/durabletask/instances/{First}?showHistory=true&showHistoryOutput=true");
        return [.. answer.Is(HttpStatusCode.OK).Items("historyEvents")];
    }
}
