using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Tests.Durable;

/// <summary>Sub-orchestrations: how their ends reach their parents, and what reaches them.</summary>
public sealed class ChildTests
{
    [Fact]
    public async Task A_failure_goes_up_with_its_details()
    {
        await using var host = await TestHost.StartAsync();
        host.Recorder.On["Flaky"] = _ => throw new FormatException("no");
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Grandparent", new StartOrchestrationOptions("g"));
        var failed = await host.Durable.WaitForInstanceCompletionAsync("g");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        var messages = new List<string>();
        for (var failure = failed.FailureDetails; failure is not null; failure = failure.InnerFailure)
        {
            messages.Add(failure.ErrorMessage);
        }
        Assert.Equal("no", messages[^1]);
        Assert.Equal(4, messages.Count);
    }

    [Fact]
    public async Task A_suspended_child_keeps_its_parent_waiting_until_it_is_resumed()
    {
        await using var host = await TestHost.StartAsync();
        var flaky = new TaskCompletionSource();
        host.Recorder.On["Flaky"] = _ => flaky.Task;
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Guardian", new StartOrchestrationOptions("p"));
        await host.Recorder.NextAsync<string>("Flaky");
        await host.Durable.SuspendInstanceAsync("p-child", "wait");
        flaky.SetResult();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.Durable.GetInstanceAsync("p-child"))!.RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.Durable.GetInstanceAsync("p"))!.RuntimeStatus);
        await host.Durable.ResumeInstanceAsync("p-child", "go on");
        Assert.Equal("parent of x of p-child and 4", (await host.Durable.WaitForInstanceCompletionAsync("p", true)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_child_is_retried_by_policy_under_the_same_id()
    {
        var clock = FakeClock.At("2026-01-01T00:00:00Z");
        await using var host = await TestHost.StartAsync(configure: o => o.Clock = clock);
        host.Recorder.On["Flaky"] = _ => host.Recorder.Count("Flaky") < 3 ? throw new IOException("down") : Task.CompletedTask;
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("PatientGuardian");
        var done = await clock.AdvanceUntilAsync(host.Durable.WaitForInstanceCompletionAsync(id, true), TimeSpan.FromSeconds(10));
        Assert.StartsWith("x of ", done.ReadOutputAs<string>(), StringComparison.Ordinal);
        var wards = await InstancesAsync(host, "Ward");
        Assert.Equal([OrchestrationRuntimeStatus.Completed], wards.Select(w => w.RuntimeStatus));
        Assert.Equal(3, host.Recorder.Count("Flaky"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Terminating_a_parent_ends_its_children_when_that_is_asked_for(bool recursive)
    {
        await using var host = await TestHost.StartAsync();
        var flaky = new TaskCompletionSource();
        host.Recorder.On["Flaky"] = _ => flaky.Task;
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Grandparent", new StartOrchestrationOptions("g"));
        await host.Recorder.NextAsync<string>("Flaky");
        await host.Durable.TerminateInstanceAsync("g", new TerminateInstanceOptions("enough", recursive));
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.Durable.WaitForInstanceCompletionAsync("g")).RuntimeStatus);
        flaky.SetResult();
        var expected = recursive ? OrchestrationRuntimeStatus.Terminated : OrchestrationRuntimeStatus.Completed;
        Assert.Equal(expected, (await host.Durable.WaitForInstanceCompletionAsync("g-parent")).RuntimeStatus);
        Assert.Equal(expected, (await host.Durable.WaitForInstanceCompletionAsync("g-parent-child")).RuntimeStatus);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public async Task Purging_a_parent_purges_its_children_when_that_is_asked_for(bool recursive, int purged)
    {
        await using var host = await TestHost.StartAsync();
        await host.Durable.ScheduleNewOrchestrationInstanceAsync("Grandparent", new StartOrchestrationOptions("g"));
        await host.Durable.WaitForInstanceCompletionAsync("g");
        Assert.Equal(purged, (await host.Durable.PurgeInstanceAsync("g", new PurgeInstanceOptions(recursive))).PurgedInstanceCount);
        Assert.Equal(recursive, await host.Durable.GetInstanceAsync("g-parent-child") is null);
    }

    private static async Task<List<OrchestrationMetadata>> InstancesAsync(TestHost host, string name)
    {
        var found = new List<OrchestrationMetadata>();
        await foreach (var instance in host.Durable.GetAllInstancesAsync())
        {
            if (instance.Name == name)
            {
                found.Add(instance);
            }
        }

        return found;
    }
}
