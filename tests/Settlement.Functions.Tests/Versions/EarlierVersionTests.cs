using System.Net;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Settlement.Domain.Calendar;
using Settlement.Functions.Completeness;
using Settlement.Functions.Reconciliation;
using Settlement.Functions.Runs;
using Settlement.Functions.Tests.Reconciliation;
using Settlement.Functions.Tests.Support;
using Settlement.Runs.Completeness;
using Settlement.Runs.Records;

namespace Settlement.Functions.Tests.Versions;

/// <summary>Instances of earlier versions come to their end on this build, with what their version was started with.</summary>
public sealed class EarlierVersionTests(ReconciledMarket market) : IClassFixture<ReconciledMarket>
{
    private const string Day = ReconciledMarket.Day;

    private DurableTaskClient Durable => market.Host.Services.GetRequiredService<DurableTaskClient>();

    [Fact]
    public async Task A_run_of_version_1_that_waits_when_its_host_stops_closes_on_the_next_host()
    {
        var folder = new TemporaryFolder();
        RunKey key;
        await using (var halted = await HaltedHost.StartAsync(folder.Path, 300))
        {
            key = await halted.Services.GetRequiredService<RunStore>().BeginAsync(SettlementDay.Parse(Day), "SF", null, default);
            var input = new SettlementRunInput(Day, key.Run, key.Attempt, 300);
            var options = new StartOrchestrationOptions(key.InstanceId);
            await halted.Durable.ScheduleNewOrchestrationInstanceAsync("SettlementRun_1", input, options);
            await UntilItWaitsAsync(halted.Durable, key.InstanceId);
        }

        await using (var host = await RunningHost.StartAsync(folder.Path))
        {
            await host.IngestedAsync("readings");
            Assert.Equal(OrchestrationRuntimeStatus.Completed, await host.EndOfAsync(key.InstanceId));
            var instance = (await host.GetAsync($"runtime/webhooks/durabletask/instances/{key.InstanceId}")).Is(HttpStatusCode.OK);
            Assert.Equal("SettlementRun_1", instance.Text("name"));
            var record = (await host.Services.GetRequiredService<RunStore>().FindAsync(key, default))!;
            Assert.Empty(record.LaggingPartitions);
            Assert.Equal((true, 8), (record.HasResult, record.FoldGroups));
        }

        folder.Dispose();
    }

    [Fact]
    public async Task A_movement_of_version_1_is_found_by_whoever_asks_for_it()
    {
        var input = new MovementInput(Day, "II", 1, "SF", 1);
        await Durable.ScheduleNewOrchestrationInstanceAsync("ExplainMovement", input, new StartOrchestrationOptions("movement-of-before"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await market.Host.EndOfAsync("movement-of-before"));
        (await market.Host.GetAsync($"api/reconciliation/{Day}/movement?to=SF&from=II")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_count_of_version_1_is_found_by_whoever_asks_for_it()
    {
        var run = (await market.Host.Services.GetRequiredService<RunStore>().FindAsync(SettlementDay.Parse(Day), "SF", default))!;
        var input = new CompletenessInput(Day, CompletenessKey.ForRun(run).Counted, run.Cut!);
        market.Host.Services.GetRequiredService<IOptions<CompletenessOptions>>().Value.CompletenessRowsAtOnce = 5;
        await Durable.ScheduleNewOrchestrationInstanceAsync("CountCompleteness", input, new StartOrchestrationOptions("count-of-before"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await market.Host.EndOfAsync("count-of-before"));
        (await market.Host.GetAsync($"api/completeness/{Day}?run=SF")).Is(HttpStatusCode.OK);
    }

    private static async Task UntilItWaitsAsync(DurableTaskClient durable, string instance)
    {
        using var hang = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (
            (await durable.GetInstanceAsync(instance, getInputsAndOutputs: true, hang.Token))?.SerializedCustomStatus
            != """{"Stage":"wait for ingestion","Behind":["readings/2"]}"""
        )
        {
            hang.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
