using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Tests;

public sealed class DurableTests
{
    [Fact]
    public async Task A_fan_out_gathers_results_in_the_order_of_the_calls()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("FanOut", 50);
        var done = await host.Durable.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal([.. Enumerable.Range(0, 50).Select(i => i * i), 2500], done.ReadOutputAs<int[]>()!);
        Assert.Equal(51, host.Recorder.Count("Square"));
        Assert.Equal(50, done.ReadInputAs<int>());
    }

    [Fact]
    public async Task A_retry_policy_waits_and_tries_again_until_its_attempts_are_used_up()
    {
        var clock = FakeClock.At("2026-01-01T00:00:00Z");
        await using var host = await TestHost.StartAsync(configure: o => o.Clock = clock);
        host.Recorder.On["Flaky"] = _ => throw new DivideByZeroException("no");
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Retrying");
        var done = await clock.AdvanceUntilAsync(host.Durable.WaitForInstanceCompletionAsync(id, true), TimeSpan.FromSeconds(10));
        Assert.Equal("caught Flaky: System.DivideByZeroException: no", done.ReadOutputAs<string>());
        Assert.Equal(3, host.Recorder.Count("Flaky"));
        Assert.True(done.LastUpdatedAt - done.CreatedAt >= TimeSpan.FromMinutes(3), $"waited {done.LastUpdatedAt - done.CreatedAt}");
    }

    [Fact]
    public async Task An_activity_that_succeeds_at_the_second_attempt_is_enough()
    {
        var clock = FakeClock.At("2026-01-01T00:00:00Z");
        await using var host = await TestHost.StartAsync(configure: o => o.Clock = clock);
        host.Recorder.On["Flaky"] = _ => host.Recorder.Count("Flaky") == 1 ? throw new DivideByZeroException("no") : Task.CompletedTask;
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Retrying");
        var done = await clock.AdvanceUntilAsync(host.Durable.WaitForInstanceCompletionAsync(id, true), TimeSpan.FromSeconds(10));
        Assert.Equal($"x of {id}", done.ReadOutputAs<string>());
        Assert.Equal(2, host.Recorder.Count("Flaky"));
    }

    [Fact]
    public async Task A_durable_timer_fires_when_the_clock_gets_there()
    {
        var clock = FakeClock.At("2026-01-01T00:00:00Z");
        await using var host = await TestHost.StartAsync(configure: o => o.Clock = clock);
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Waiting");
        var started = await host.Durable.WaitForInstanceStartAsync(id, true);
        Assert.Equal("""{"stage":"waiting"}""", started.SerializedCustomStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Running, started.RuntimeStatus);
        var done = await clock.AdvanceUntilAsync(host.Durable.WaitForInstanceCompletionAsync(id, true), TimeSpan.FromMinutes(30));
        Assert.True(done.ReadOutputAs<DateTime>() >= new DateTime(2026, 1, 1, 3, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task An_unhandled_failure_of_an_activity_fails_the_orchestration_with_its_details()
    {
        await using var host = await TestHost.StartAsync();
        host.Recorder.On["Flaky"] = _ => throw new InvalidOperationException("outer", new FormatException("inner"));
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Failing");
        var done = await host.Durable.WaitForInstanceCompletionAsync(id, true);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.True(done.FailureDetails!.IsCausedBy<TaskFailedException>());
        Assert.True(done.FailureDetails.InnerFailure!.IsCausedBy<InvalidOperationException>());
        Assert.Equal("inner", done.FailureDetails.InnerFailure.InnerFailure!.ErrorMessage);
    }

    [Fact]
    public async Task After_a_restart_no_completed_activity_runs_again_and_one_in_flight_does()
    {
        var folder = TestHost.NewFolder();
        string id;
        await using (var host = await TestHost.StartAsync(folder, o => o.DrainTimeout = TimeSpan.Zero))
        {
            host.Recorder.On["Gate"] = _ => new TaskCompletionSource().Task;
            id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Steps");
            await host.Durable.RaiseEventAsync(id, "go", "now");
            await host.Recorder.NextAsync<int>("Gate");
            Assert.Equal(3, host.Recorder.Count("Square"));
        }

        await using (var host = await TestHost.StartAsync(folder))
        {
            var done = await host.Durable.WaitForInstanceCompletionAsync(id, true);
            Assert.Equal(1 + 4 + 9 + 4, done.ReadOutputAs<int>());
            Assert.Equal(0, host.Recorder.Count("Square"));
            Assert.Equal(1, host.Recorder.Count("Gate"));
            Assert.Equal(3, done.ReadCustomStatusAs<int>());
        }

        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Code_that_changed_under_a_running_orchestration_fails_it_naming_both_actions()
    {
        var folder = TestHost.NewFolder();
        string id;
        await using (var host = await TestHost.StartAsync(folder))
        {
            host.Recorder.Settings["activity"] = "Square";
            id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Changeable");
            await host.Recorder.NextAsync<int>("Square");
        }

        var recorder = new App.Recorder();
        recorder.Settings["activity"] = "Gate";
        await using (var host = await TestHost.StartAsync(folder, recorder: recorder))
        {
            var done = await host.Durable.WaitForInstanceCompletionAsync(id, true);
            Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
            Assert.Contains("'Square'", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
            Assert.Contains("'Gate'", done.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        }

        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task An_orchestrator_that_waits_for_something_else_fails_at_once()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("SleepsForReal");
        var done = await host.Durable.WaitForInstanceCompletionAsync(id, true);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains("its context did not make", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_orchestrator_continued_from_outside_fails_even_while_a_timer_runs()
    {
        var foreign = new TaskCompletionSource();
        var recorder = new App.Recorder();
        recorder.Settings["foreign"] = foreign.Task;
        await using var host = await TestHost.StartAsync(recorder: recorder);
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("SleepsBesideWork");
        await host.Durable.WaitForInstanceStartAsync(id);
        foreign.SetResult();
        var done = await host.Durable.WaitForInstanceCompletionAsync(id, true);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains("continued by something", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminating_ends_an_instance_with_the_given_output()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Waiting");
        await host.Durable.TerminateInstanceAsync(id, (object)"enough");
        var done = await host.Durable.WaitForInstanceCompletionAsync(id, true);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, done.RuntimeStatus);
        Assert.Equal("enough", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Events_are_held_for_a_suspended_instance_until_it_resumes()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Eventful");
        await host.Durable.SuspendInstanceAsync(id);
        await host.Durable.RaiseEventAsync(id, "go", "now");
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.Durable.GetInstanceAsync(id))!.RuntimeStatus);
        await host.Durable.ResumeInstanceAsync(id);
        var done = await host.Durable.WaitForInstanceCompletionAsync(id, true);
        Assert.Equal("now", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Waiting_for_an_event_gives_up_at_its_time_limit()
    {
        var clock = FakeClock.At("2026-01-01T00:00:00Z");
        await using var host = await TestHost.StartAsync(configure: o => o.Clock = clock);
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Eventful");
        var done = await clock.AdvanceUntilAsync(host.Durable.WaitForInstanceCompletionAsync(id, true), TimeSpan.FromMinutes(10));
        Assert.Equal("timed out", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_that_runs_is_not_started_twice_and_dedupe_statuses_guard_finished_ones()
    {
        await using var host = await TestHost.StartAsync();
        var options = new StartOrchestrationOptions("one");
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("FanOut", 1, options);
        await host.Durable.WaitForInstanceCompletionAsync("one");
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            host.Durable.ScheduleNewOrchestrationInstanceAsync(
                "FanOut",
                1,
                options.WithDedupeStatuses(OrchestrationRuntimeStatus.Completed)
            )
        );
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Waiting", options);
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Durable.ScheduleNewOrchestrationInstanceAsync("FanOut", 1, options));
        Assert.Equal("Waiting", (await host.Durable.GetInstanceAsync("one"))!.Name);
    }

    [Fact]
    public async Task A_sub_orchestration_gives_its_result_to_its_parent()
    {
        await using var host = await TestHost.StartAsync();
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions("p"));
        var done = await host.Durable.WaitForInstanceCompletionAsync("p", true);
        Assert.Equal("parent of 25 under p", done.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.Durable.GetInstanceAsync("p-child"))!.RuntimeStatus);
    }

    [Fact]
    public async Task A_parent_and_its_child_go_on_together_after_a_restart()
    {
        var folder = TestHost.NewFolder();
        await using (var host = await TestHost.StartAsync(folder, o => o.DrainTimeout = TimeSpan.Zero))
        {
            host.Recorder.On["Square"] = _ => new TaskCompletionSource().Task;
            await host.Durable.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions("p"));
            await host.Recorder.NextAsync<int>("Square");
        }

        await using (var host = await TestHost.StartAsync(folder))
        {
            var done = await host.Durable.WaitForInstanceCompletionAsync("p", true);
            Assert.Equal("parent of 25 under p", done.ReadOutputAs<string>());
        }

        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task A_timer_that_fell_due_while_the_host_was_down_fires_at_its_start()
    {
        var folder = TestHost.NewFolder();
        var clock = FakeClock.At("2026-01-01T00:00:00Z");
        string id;
        await using (var host = await TestHost.StartAsync(folder, o => o.Clock = clock))
        {
            id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Waiting");
            await host.Durable.WaitForInstanceStartAsync(id);
        }

        clock.Advance(TimeSpan.FromHours(5));
        await using (var host = await TestHost.StartAsync(folder, o => o.Clock = clock))
        {
            var done = await host.Durable.WaitForInstanceCompletionAsync(id, true);
            Assert.Equal(new DateTime(2026, 1, 1, 5, 0, 0, DateTimeKind.Utc), done.ReadOutputAs<DateTime>());
        }

        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Continue_as_new_starts_over_with_its_new_input()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("CountDown", 3);
        var done = await host.Durable.WaitForInstanceCompletionAsync(id, true);
        Assert.Equal("done", done.ReadOutputAs<string>());
        Assert.Equal(0, done.ReadInputAs<int>());
        Assert.Equal(4, host.Recorder.Count("Square"));
    }

    [Fact]
    public async Task Continue_as_new_loses_no_event_that_came_meanwhile()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Collector");
        await Task.WhenAll("abcde".Select(c => host.Durable.RaiseEventAsync(id, "item", c.ToString())));
        var done = await host.Durable.WaitForInstanceCompletionAsync(id, true);
        Assert.Equal("abcde", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_that_starts_later_starts_even_when_an_event_and_a_restart_come_first()
    {
        var folder = TestHost.NewFolder();
        var clock = FakeClock.At("2026-01-01T00:00:00Z");
        await using (var host = await TestHost.StartAsync(folder, o => o.Clock = clock))
        {
            var options = new StartOrchestrationOptions("later", clock.GetUtcNow().AddHours(1));
            await host.Durable.ScheduleNewOrchestrationInstanceAsync("Eventful", options);
            await host.Durable.RaiseEventAsync("later", "go", "early");
        }

        clock.Advance(TimeSpan.FromHours(2));
        await using (var host = await TestHost.StartAsync(folder, o => o.Clock = clock))
        {
            Assert.Equal("early", (await host.Durable.WaitForInstanceCompletionAsync("later", true)).ReadOutputAs<string>());
        }

        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Queries_page_through_instances_and_purging_removes_finished_ones_only()
    {
        await using var host = await TestHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.Durable.ScheduleNewOrchestrationInstanceAsync("FanOut", 1, new StartOrchestrationOptions($"a{i}"));
            await host.Durable.WaitForInstanceCompletionAsync($"a{i}");
        }

        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Waiting", new StartOrchestrationOptions("b"));
        var pages = new List<int>();
        await foreach (var page in host.Durable.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 2, InstanceIdPrefix: "a")).AsPages())
        {
            pages.Add(page.Values.Count);
        }

        Assert.Equal([2, 2, 1], pages);
        var purged = await host.Durable.PurgeAllInstancesAsync(new PurgeInstancesFilter());
        Assert.Equal(5, purged.PurgedInstanceCount);
        Assert.NotNull(await host.Durable.GetInstanceAsync("b"));
    }

    [Fact]
    public async Task An_orchestrator_that_does_not_exist_fails_its_instance()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Nobody");
        var done = await host.Durable.WaitForInstanceCompletionAsync(id);
        Assert.Contains("no orchestrator named 'Nobody'", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }
}
