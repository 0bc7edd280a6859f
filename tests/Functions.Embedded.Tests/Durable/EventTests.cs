using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Tests.Durable;

/// <summary>External events that nobody waits for yet, and what becomes of them.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task Events_that_come_early_are_taken_in_their_order_after_a_restart_too()
    {
        var folder = TestHost.NewFolder();
        await using (var host = await TestHost.StartAsync(folder))
        {
            await host.Durable.ScheduleNewOrchestrationInstanceAsync("Collector", new StartOrchestrationOptions("c"));
            await host.Durable.SuspendInstanceAsync("c");
            foreach (var item in "abc")
            {
                await host.Durable.RaiseEventAsync("c", "item", item.ToString());
            }
        }

        await using (var host = await TestHost.StartAsync(folder))
        {
            await host.Durable.ResumeInstanceAsync("c");
            foreach (var item in "de")
            {
                await host.Durable.RaiseEventAsync("c", "ITEM", item.ToString());
            }
            Assert.Equal("abcde", (await host.Durable.WaitForInstanceCompletionAsync("c", true)).ReadOutputAs<string>());
        }

        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Events_of_an_orchestration_reach_another_and_those_to_nobody_are_dropped()
    {
        await using var host = await TestHost.StartAsync();
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Sender", "nobody", new StartOrchestrationOptions("lost"));
        await host.Durable.WaitForInstanceCompletionAsync("lost");
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Collector", new StartOrchestrationOptions("c"));
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Sender", "c", new StartOrchestrationOptions("s"));
        Assert.Equal(4, (await host.Durable.WaitForInstanceCompletionAsync("s", true)).ReadOutputAs<int>());
        foreach (var item in "de")
        {
            await host.Durable.RaiseEventAsync("c", "item", item.ToString());
        }

        Assert.Equal("abcde", (await host.Durable.WaitForInstanceCompletionAsync("c", true)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task What_comes_before_a_scheduled_start_is_kept_for_it_across_a_restart()
    {
        var folder = TestHost.NewFolder();
        var clock = FakeClock.At("2026-01-01T00:00:00Z");
        await using (var host = await TestHost.StartAsync(folder, o => o.Clock = clock))
        {
            var start = clock.GetUtcNow().AddHours(1);
            await host.Durable.ScheduleNewOrchestrationInstanceAsync("Collector", new StartOrchestrationOptions("c", start));
            await host.Durable.ScheduleNewOrchestrationInstanceAsync("Collector", new StartOrchestrationOptions("ended", start));
            foreach (var item in "abc")
            {
                await host.Durable.RaiseEventAsync("c", "item", item.ToString());
            }

            await host.Durable.TerminateInstanceAsync("ended", new TerminateInstanceOptions("not wanted"));
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.Durable.GetInstanceAsync("ended"))!.RuntimeStatus);
            Assert.Equal(OrchestrationRuntimeStatus.Pending, (await host.Durable.GetInstanceAsync("c"))!.RuntimeStatus);
        }

        await using (var host = await TestHost.StartAsync(folder, o => o.Clock = clock))
        {
            foreach (var item in "de")
            {
                await host.Durable.RaiseEventAsync("c", "item", item.ToString());
            }

            var done = await clock.AdvanceUntilAsync(host.Durable.WaitForInstanceCompletionAsync("c", true), TimeSpan.FromMinutes(10));
            Assert.Equal("abcde", done.ReadOutputAs<string>());
        }

        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task A_new_generation_and_what_it_inherits_survive_a_restart()
    {
        var folder = TestHost.NewFolder();
        await using (var host = await TestHost.StartAsync(folder, o => o.DrainTimeout = TimeSpan.Zero))
        {
            host.Recorder.On["Square"] = number => (int)number! < 3 ? new TaskCompletionSource().Task : Task.CompletedTask;
            await host.Durable.ScheduleNewOrchestrationInstanceAsync("CountDown", 3, new StartOrchestrationOptions("d"));
            await host.Recorder.NextAsync<int>("Square");
            await host.Recorder.NextAsync<int>("Square");
            await host.Durable.ScheduleNewOrchestrationInstanceAsync("Collector", new StartOrchestrationOptions("c"));
            await host.Durable.SuspendInstanceAsync("c");
            foreach (var item in "abc")
            {
                await host.Durable.RaiseEventAsync("c", "item", item.ToString());
            }
            await host.Durable.ResumeInstanceAsync("c");
        }

        await using (var host = await TestHost.StartAsync(folder))
        {
            await host.Durable.WaitForInstanceCompletionAsync("d");
            Assert.Equal(3, host.Recorder.Count("Square"));
            foreach (var item in "de")
            {
                await host.Durable.RaiseEventAsync("c", "item", item.ToString());
            }
            Assert.Equal("abcde", (await host.Durable.WaitForInstanceCompletionAsync("c", true)).ReadOutputAs<string>());
        }

        Directory.Delete(folder, true);
    }

    [Theory]
    [InlineData("yes", "here")]
    [InlineData("no", "nothing")]
    public async Task Events_that_nobody_took_are_kept_across_continue_as_new_or_dropped_as_the_code_says(string keep, string result)
    {
        var clock = FakeClock.At("2026-01-01T00:00:00Z");
        await using var host = await TestHost.StartAsync(configure: o => o.Clock = clock);
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Forgetful", new StartOrchestrationOptions("f"));
        await host.Durable.RaiseEventAsync("f", "late", "here");
        await host.Durable.RaiseEventAsync("f", "go", "now");
        await host.Durable.RaiseEventAsync("f", "keep", keep);
        var done = await clock.AdvanceUntilAsync(host.Durable.WaitForInstanceCompletionAsync("f", true), TimeSpan.FromMinutes(10));
        Assert.Equal(
            result == "here" ? (OrchestrationRuntimeStatus.Completed, "here") : (OrchestrationRuntimeStatus.Failed, null),
            (done.RuntimeStatus, done.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? done.ReadOutputAs<string>() : null)
        );
    }

    [Fact]
    public async Task An_activity_that_ended_while_its_instance_was_suspended_does_not_run_again_after_a_restart()
    {
        var folder = TestHost.NewFolder();
        await using (var host = await TestHost.StartAsync(folder))
        {
            var gate = new TaskCompletionSource();
            host.Recorder.On["Square"] = _ => gate.Task;
            await host.Durable.ScheduleNewOrchestrationInstanceAsync("FanOut", 1, new StartOrchestrationOptions("s"));
            await host.Recorder.NextAsync<int>("Square");
            await host.Durable.SuspendInstanceAsync("s");
            gate.SetResult();
        }

        await using (var host = await TestHost.StartAsync(folder))
        {
            await host.Durable.ResumeInstanceAsync("s");
            await host.Durable.WaitForInstanceCompletionAsync("s");
            // The second square of the fan-out; the first one's result was on disk.
            Assert.Equal(1, host.Recorder.Count("Square"));
        }

        Directory.Delete(folder, true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restart_keeps_input_and_tags_under_the_same_id_or_a_new_one(bool newId)
    {
        await using var host = await TestHost.StartAsync();
        var options = new StartOrchestrationOptions("t") { Tags = new Dictionary<string, string> { ["day"] = "2026-06-16" } };
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("FanOut", 2, options);
        await host.Durable.WaitForInstanceCompletionAsync("t");
        var id = await host.Durable.RestartAsync("t", newId);
        Assert.Equal(!newId, id == "t");
        var again = await host.Durable.WaitForInstanceCompletionAsync(id, true);
        Assert.Equal((2, "2026-06-16", 6), (again.ReadInputAs<int>(), again.Tags["day"], host.Recorder.Count("Square")));
        Assert.Equal([0, 1, 4], again.ReadOutputAs<int[]>()!);
    }
}
