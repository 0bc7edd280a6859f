using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Tests.Durable;

/// <summary>Rewinds: what failed is done again, what succeeded is not.</summary>
public sealed class RewindTests
{
    [Fact]
    public async Task Only_what_failed_runs_again()
    {
        await using var host = await TestHost.StartAsync();
        await FailAsync(host, "Rewindable", "r");
        host.Recorder.On.TryRemove("Flaky", out _);
        await host.Durable.RewindInstanceAsync("r", "mended");

        var done = await host.Durable.WaitForInstanceCompletionAsync("r", true);
        Assert.Equal((OrchestrationRuntimeStatus.Completed, 1 + 4 + 9 + 4), (done.RuntimeStatus, done.ReadOutputAs<int>()));
        Assert.Equal((3, 2, 1), (host.Recorder.Count("Square"), host.Recorder.Count("Flaky"), host.Recorder.Count("Gate")));
        Assert.Null(done.FailureDetails);
    }

    [Fact]
    public async Task One_that_fails_once_more_can_be_rewound_once_more()
    {
        await using var host = await TestHost.StartAsync();
        await FailAsync(host, "Rewindable", "r");
        await host.Durable.RewindInstanceAsync("r", "too early");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.Durable.WaitForInstanceCompletionAsync("r")).RuntimeStatus);
        host.Recorder.On.TryRemove("Flaky", out _);
        await host.Durable.RewindInstanceAsync("r", "now");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.Durable.WaitForInstanceCompletionAsync("r")).RuntimeStatus);
        Assert.Equal((3, 3), (host.Recorder.Count("Square"), host.Recorder.Count("Flaky")));

        var history = await HistoryAsync(host, "r");
        Assert.Equal(
            ["too early", "now"],
            history.Where(e => Type(e) == "ExecutionRewound").Select(e => e.GetProperty("Reason").GetString())
        );
        Assert.Equal(2, history.Count(e => Type(e) == "GenericEvent" && e.GetProperty("Data").GetString() == "Rewound: TaskFailed"));
        Assert.Equal(5, history.Count(e => Type(e) == "TaskCompleted"));
        Assert.Single(history, e => Type(e) == "ExecutionCompleted");
    }

    [Fact]
    public async Task A_rewind_survives_the_end_of_its_host()
    {
        var folder = TestHost.NewFolder();
        await using (var host = await TestHost.StartAsync(folder, o => o.DrainTimeout = TimeSpan.Zero))
        {
            await FailAsync(host, "Rewindable", "r");
            var again = new TaskCompletionSource();
            host.Recorder.On["Flaky"] = _ =>
            {
                again.TrySetResult();
                return new TaskCompletionSource().Task;
            };
            await host.Durable.RewindInstanceAsync("r", "mended");
            await again.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        await using (var host = await TestHost.StartAsync(folder))
        {
            Assert.Equal(1 + 4 + 9 + 4, (await host.Durable.WaitForInstanceCompletionAsync("r", true)).ReadOutputAs<int>());
            Assert.Equal((0, 1), (host.Recorder.Count("Square"), host.Recorder.Count("Flaky")));
        }

        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task A_call_that_the_failing_episode_made_and_never_began_is_made_after_all()
    {
        var folder = TestHost.NewFolder();
        await using (var host = await TestHost.StartAsync(folder, o => o.DrainTimeout = TimeSpan.Zero))
        {
            var (square, flaky) = (new TaskCompletionSource(), new TaskCompletionSource());
            host.Recorder.On["Square"] = _ => square.Task;
            host.Recorder.On["Flaky"] = _ => flaky.Task;
            await host.Durable.ScheduleNewOrchestrationInstanceAsync("Chained", new StartOrchestrationOptions("c"));
            await host.Durable.WaitForInstanceStartAsync("c");
            await host.Durable.SuspendInstanceAsync("c");
            square.SetResult();
            await UntilAsync(host, "c", "TaskCompleted");
            flaky.SetException(new IOException("down"));
            await UntilAsync(host, "c", "TaskFailed");
            // Both answers are taken in one episode: the chain asks for its second square, and the instance fails.
            await host.Durable.ResumeInstanceAsync("c");
            Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.Durable.WaitForInstanceCompletionAsync("c")).RuntimeStatus);
            host.Recorder.On["Flaky"] = _ => new TaskCompletionSource().Task;
            await host.Durable.RewindInstanceAsync("c", "mended");
            await UntilAsync(host, "c", "TaskCompleted", 2);
        }

        // What was asked for is in the history now: nothing is asked for twice.
        await using (var host = await TestHost.StartAsync(folder))
        {
            Assert.Equal(1 + 4, (await host.Durable.WaitForInstanceCompletionAsync("c", true)).ReadOutputAs<int>());
            Assert.Equal(0, host.Recorder.Count("Square"));
        }

        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Failed_children_go_on_with_their_parents_and_grandparents()
    {
        await using var host = await TestHost.StartAsync();
        await FailAsync(host, "Grandparent", "g");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.Durable.GetInstanceAsync("g-parent-child"))!.RuntimeStatus);
        host.Recorder.On.TryRemove("Flaky", out _);
        await host.Durable.RewindInstanceAsync("g", "mended");

        var done = await host.Durable.WaitForInstanceCompletionAsync("g", true);
        Assert.Equal("grandparent of x of g-parent-child and 4", done.ReadOutputAs<string>());
        Assert.Equal((1, 2), (host.Recorder.Count("Square"), host.Recorder.Count("Flaky")));
        Assert.All(
            ["g-parent", "g-parent-child"],
            id => Assert.Equal(OrchestrationRuntimeStatus.Completed, host.Durable.GetInstanceAsync(id).Result!.RuntimeStatus)
        );
    }

    [Fact]
    public async Task A_child_that_was_terminated_or_purged_is_made_anew()
    {
        await using var host = await TestHost.StartAsync(configure: o => o.DrainTimeout = TimeSpan.Zero);
        host.Recorder.On["Flaky"] = _ => new TaskCompletionSource().Task;
        foreach (var (id, purge) in new[] { ("a", false), ("b", true) })
        {
            await host.Durable.ScheduleNewOrchestrationInstanceAsync("Guardian", new StartOrchestrationOptions(id));
            await host.Recorder.NextAsync<string>("Flaky");
            await host.Durable.TerminateInstanceAsync($"{id}-child", (object)"wrong");
            var failed = await host.Durable.WaitForInstanceCompletionAsync(id);
            Assert.Contains("was terminated", failed.FailureDetails!.InnerFailure!.ErrorMessage, StringComparison.Ordinal);
            if (purge)
            {
                await host.Durable.PurgeInstanceAsync($"{id}-child");
            }
        }

        host.Recorder.On.TryRemove("Flaky", out _);
        foreach (var id in new[] { "a", "b" })
        {
            await host.Durable.RewindInstanceAsync(id, "again");
            Assert.Equal(
                $"parent of x of {id}-child and 4",
                (await host.Durable.WaitForInstanceCompletionAsync(id, true)).ReadOutputAs<string>()
            );
        }
    }

    [Fact]
    public async Task An_orchestrator_whose_own_bug_was_mended_goes_on()
    {
        await using var host = await TestHost.StartAsync();
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("FailsByItself", new StartOrchestrationOptions("f"));
        await host.Durable.WaitForInstanceCompletionAsync("f");
        var refused = await Assert.ThrowsAnyAsync<InvalidOperationException>(() => host.Durable.RewindInstanceAsync("f", "not mended"));
        Assert.Contains("it would fail again. a bug", refused.Message, StringComparison.Ordinal);

        host.Recorder.Settings["mended"] = true;
        await host.Durable.RewindInstanceAsync("f", "mended");
        Assert.Equal(9, (await host.Durable.WaitForInstanceCompletionAsync("f", true)).ReadOutputAs<int>());
        Assert.Equal(1, host.Recorder.Count("Square"));
    }

    [Fact]
    public async Task A_history_that_went_another_way_after_its_failure_is_not_rewound()
    {
        await using var host = await TestHost.StartAsync();
        await FailAsync(host, "CatchesAndCalls", "c");
        var before = JsonSerializer.Serialize(await HistoryAsync(host, "c"));
        using var refused = await host.Http.PostAsync("runtime/webhooks/durabletask/instances/c/rewind", null);
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Contains(
            "scheduled an activity task with sequence ID 1 and name 'Square'",
            await refused.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal(before, JsonSerializer.Serialize(await HistoryAsync(host, "c")));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.Durable.GetInstanceAsync("c"))!.RuntimeStatus);
    }

    [Theory]
    [InlineData("none", HttpStatusCode.NotFound)]
    [InlineData("completed", HttpStatusCode.PreconditionFailed)]
    [InlineData("terminated", HttpStatusCode.PreconditionFailed)]
    [InlineData("running", HttpStatusCode.PreconditionFailed)]
    [InlineData("failed", HttpStatusCode.Accepted)]
    public async Task Only_a_failed_instance_is_rewound(string id, HttpStatusCode status)
    {
        await using var host = await TestHost.StartAsync();
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("FanOut", 1, new StartOrchestrationOptions("completed"));
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Waiting", new StartOrchestrationOptions("terminated"));
        await host.Durable.TerminateInstanceAsync("terminated", (object)"enough");
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Waiting", new StartOrchestrationOptions("running"));
        await host.Durable.WaitForInstanceCompletionAsync("completed");
        await host.Durable.WaitForInstanceCompletionAsync("terminated");
        await FailAsync(host, "Failing", "failed");
        using var answer = await host.Http.PostAsync($"runtime/webhooks/durabletask/instances/{id}/rewind?reason=mended", null);
        Assert.Equal(status, answer.StatusCode);
    }

    private static async Task FailAsync(TestHost host, string orchestrator, string id)
    {
        host.Recorder.On["Flaky"] = _ => throw new IOException("down");
        await host.Durable.ScheduleNewOrchestrationInstanceAsync(orchestrator, new StartOrchestrationOptions(id));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.Durable.WaitForInstanceCompletionAsync(id)).RuntimeStatus);
    }

    private static async Task<List<JsonElement>> HistoryAsync(TestHost host, string id) =>
        [
            .. (await host.Http.GetFromJsonAsync<JsonElement>($"runtime/webhooks/durabletask/instances/{id}?showHistory=true"))
                .GetProperty("historyEvents")
                .EnumerateArray(),
        ];

    private static async Task UntilAsync(TestHost host, string id, string type, int count = 1)
    {
        while ((await HistoryAsync(host, id)).Count(e => Type(e) == type) < count)
        {
            await Task.Yield();
        }
    }

    private static string? Type(JsonElement e) => e.GetProperty("EventType").GetString();
}
