using System.Text;
using System.Text.Json;
using Functions.Embedded.Tests.App;

namespace Functions.Embedded.Tests;

public sealed class EventHubTriggerTests
{
    [Fact]
    public async Task Batches_arrive_in_order_with_their_partition_and_the_checkpoint_follows()
    {
        await using var host = await TestHost.StartAsync(hostJson: """{ "extensions": { "eventHubs": { "maxEventBatchSize": 10 } } }""");
        await host.Hub.SendAsync("events", [.. Enumerable.Range(0, 25).Select(i => new HubMessage(Bytes($"{i}"), PartitionId: "2"))]);
        var states = await host.Hub.WaitUntilProcessedAsync("events");
        Assert.Equal(8, states.Count);
        Assert.All(states, s => Assert.True(s.IsDone));

        var bodies = new List<string>();
        while (bodies.Count < 25)
        {
            var batch = await host.Recorder.NextAsync<Batch>("Collect");
            Assert.InRange(batch.Events.Length, 1, 10);
            bodies.AddRange(batch.Events.Select(e => e.EventBody.ToString()));
            var context = JsonDocument.Parse(batch.PartitionContext).RootElement;
            Assert.Equal("2", context.GetProperty("PartitionId").GetString());
            Assert.Equal("events", context.GetProperty("EventHubName").GetString());
            Assert.Equal("$Default", context.GetProperty("ConsumerGroup").GetString());
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{i}"), bodies);
        Assert.True(host.Recorder.Count("CollectAgain") > 0);
    }

    [Fact]
    public async Task An_unbatched_function_gets_one_body_at_a_time()
    {
        await using var host = await TestHost.StartAsync();
        await host.Hub.SendAsync("singles", [Bytes("a"), Bytes("b")], partitionKey: "k");
        await host.Hub.WaitUntilProcessedAsync("singles");
        Assert.Equal("a", await host.Recorder.NextAsync<string>("Single"));
        Assert.Equal("b", await host.Recorder.NextAsync<string>("Single"));
    }

    [Fact]
    public async Task What_was_not_checkpointed_comes_again_after_a_restart_and_nothing_else()
    {
        var folder = TestHost.NewFolder();
        await using (var host = await TestHost.StartAsync(folder, o => o.DrainTimeout = TimeSpan.Zero))
        {
            await host.Hub.SendAsync("events", [Bytes("done")], "k");
            await host.Hub.WaitUntilProcessedAsync("events");
            host.Recorder.On["Collect"] = _ => new TaskCompletionSource().Task;
            await host.Hub.SendAsync("events", [Bytes("in flight")], "k");
            Batch batch;
            do
            {
                batch = await host.Recorder.NextAsync<Batch>("Collect");
            } while (batch.Events[0].EventBody.ToString() != "in flight");
        }

        await using (var host = await TestHost.StartAsync(folder))
        {
            await host.Hub.WaitUntilProcessedAsync("events");
            var batch = await host.Recorder.NextAsync<Batch>("Collect");
            Assert.Equal("in flight", Assert.Single(batch.Events).EventBody.ToString());
            Assert.Equal(1, host.Recorder.Count("Collect"));
        }

        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Endless_retries_hold_the_partition_until_the_function_succeeds()
    {
        var clock = FakeClock.At("2026-01-01T00:00:00Z");
        await using var host = await TestHost.StartAsync(configure: o => o.Clock = clock);
        var (isDown, succeeded) = (true, new TaskCompletionSource<Batch>(TaskCreationOptions.RunContinuationsAsynchronously));
        host.Recorder.On["Stubborn"] = batch =>
        {
            if (Volatile.Read(ref isDown))
            {
                throw new IOException("storage is down");
            }
            succeeded.SetResult((Batch)batch!);
            return Task.CompletedTask;
        };
        await host.Hub.SendAsync("stubborn", [Bytes("first")], "k");
        var stuck = (await clock.AdvanceUntilAsync(host.Hub.WaitUntilProcessedAsync("stubborn"), TimeSpan.FromSeconds(1))).Single(state =>
            state.LastEnqueued >= 0
        );
        Assert.True(stuck is { IsStuck: true, IsDone: false, LastError: "storage is down", Processed: -1 }, $"{stuck}");

        Volatile.Write(ref isDown, false);
        var batch = await clock.AdvanceUntilAsync(succeeded.Task, TimeSpan.FromSeconds(1));
        Assert.Equal("first", Assert.Single(batch.Events).EventBody.ToString());
        await DoneAsync(host, "stubborn");
        Assert.Equal(batch.RetryCount + 1, host.Recorder.Count("Stubborn"));
    }

    [Fact]
    public async Task When_finite_retries_are_used_up_the_checkpoint_moves_on_and_an_error_names_the_events()
    {
        var clock = FakeClock.At("2026-01-01T00:00:00Z");
        await using var host = await TestHost.StartAsync(configure: o => o.Clock = clock);
        host.Recorder.On["Finite"] = b =>
            ((Batch)b!).Events[0].EventBody.ToString() == "bad" ? throw new FormatException("bad") : Task.CompletedTask;
        await host.Hub.SendAsync("finite", [new HubMessage(Bytes("bad"), PartitionId: "1")]);

        await clock.AdvanceUntilAsync(DoneAsync(host, "finite"), TimeSpan.FromMilliseconds(100));
        Assert.Equal(3, host.Recorder.Count("Finite"));
        Assert.Contains(host.Log, l => l.StartsWith("Error: Finite: finite/1 events 0..0 failed for good", StringComparison.Ordinal));
        await host.Hub.SendAsync("finite", [new HubMessage(Bytes("good"), PartitionId: "1")]);
        Assert.All(await host.Hub.WaitUntilProcessedAsync("finite"), s => Assert.True(s.IsDone));
        Assert.Equal(4, host.Recorder.Count("Finite"));
    }

    [Fact]
    public async Task A_second_host_on_the_same_folder_is_refused()
    {
        await using var host = await TestHost.StartAsync();
        var e = await Assert.ThrowsAsync<DataFolderInUseException>(() => TestHost.StartAsync(host.Folder));
        Assert.Contains(host.Folder, e.Message, StringComparison.Ordinal);
    }

    private static async Task<bool> DoneAsync(TestHost host, string hub)
    {
        while (host.Hub.Progress(hub).Any(s => !s.IsDone))
        {
            await Task.Yield();
        }
        return true;
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
