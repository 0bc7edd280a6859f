using Functions.Embedded.Tests.App;
using Microsoft.DurableTask;

namespace Functions.Embedded.Tests.Durable;

/// <summary>A deploy in mid-run: each version of an orchestrator is a function of its own, so what runs finishes on its own code.</summary>
public sealed class VersionTests
{
    [Fact]
    public async Task What_was_started_on_the_old_version_finishes_on_it_while_new_starts_take_the_new_one()
    {
        var folder = TestHost.NewFolder();
        await using (var old = await DeployAsync(folder, typeof(OrchestrationApp), typeof(FirstVersion)))
        {
            await old.Durable.ScheduleNewOrchestrationInstanceAsync(FirstVersion.Name, new StartOrchestrationOptions("before"));
            await old.Recorder.NextAsync<int>("Square");
        }

        await using (var both = await DeployAsync(folder, typeof(OrchestrationApp), typeof(FirstVersion), typeof(SecondVersion)))
        {
            await both.Durable.ScheduleNewOrchestrationInstanceAsync(SecondVersion.Name, new StartOrchestrationOptions("after"));
            await both.Durable.RaiseEventAsync("before", "go", "on");
            Assert.Equal("first 9", (await both.Durable.WaitForInstanceCompletionAsync("before", true)).ReadOutputAs<string>());
            Assert.Equal("second 4", (await both.Durable.WaitForInstanceCompletionAsync("after", true)).ReadOutputAs<string>());
        }

        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task A_version_that_was_deleted_too_early_fails_its_instances_and_a_rewind_after_its_return_saves_them()
    {
        var folder = TestHost.NewFolder();
        await using (var old = await DeployAsync(folder, typeof(OrchestrationApp), typeof(FirstVersion)))
        {
            await old.Durable.ScheduleNewOrchestrationInstanceAsync(FirstVersion.Name, new StartOrchestrationOptions("before"));
            await old.Recorder.NextAsync<int>("Square");
        }

        await using (var without = await DeployAsync(folder, typeof(OrchestrationApp), typeof(SecondVersion)))
        {
            var failed = await without.Durable.WaitForInstanceCompletionAsync("before");
            Assert.Contains($"no orchestrator named '{FirstVersion.Name}'", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        }

        await using (var both = await DeployAsync(folder, typeof(OrchestrationApp), typeof(FirstVersion), typeof(SecondVersion)))
        {
            await both.Durable.RewindInstanceAsync("before", "deployed again");
            await both.Durable.RaiseEventAsync("before", "go", "on");
            Assert.Equal("first 9", (await both.Durable.WaitForInstanceCompletionAsync("before", true)).ReadOutputAs<string>());
        }

        Directory.Delete(folder, true);
    }

    private static Task<TestHost> DeployAsync(string folder, params Type[] types) =>
        TestHost.StartAsync(
            folder,
            o =>
            {
                o.FunctionAssemblies.Clear();
                o.FunctionAssemblies.Add(new TypesAssembly(types));
            }
        );
}
