using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Settlement.Functions.Ingestion;
using Settlement.Functions.Operations;
using Settlement.Functions.Tests.Support;
using Settlement.Ledger.Commits;

namespace Settlement.Functions.Tests.Http;

/// <summary>What the timers do by themselves, on the whole app.</summary>
public sealed class TimerFunctionTests : IDisposable
{
    private const string Day = WorkedExample.Day;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Small_blocks_are_merged_and_swept_and_a_final_run_is_verified_on_what_is_left()
    {
        await using (var host = await RunningHost.StartAsync(_folder.Path))
        {
            await host.LoadAsync(WorkedExample.Reference());
            await host.SendAsync("market", WorkedExample.Market(Day));
            foreach (var reading in WorkedExample.Readings(Day))
            {
                await host.SendAsync("readings", reading);
            }
            for (var meter = 1; meter <= 20; meter++)
            {
                await host.SendAsync("readings", Body.Reading.Text("mpan", Meters.Number(meter)).Text("day", Day).ToString());
            }
            Assert.Equal("closed", (await host.SettleAsync(Day, "RF")).Text("state"));

            await Function<MergeBlocks>(host).MergeAsync(new TimerInfo(), default);
            var (log, _) = await host
                .Services.GetRequiredService<MergeStore>()
                .ReadAsync(1, Domain.Calendar.SettlementDay.Parse(Day), default);
            Assert.Single(log.Merges);
        }

        await using var later = await RunningHost.StartAsync(_folder.Path, RunningHost.Morning + Duration.FromDays(2));
        await Function<MergeBlocks>(later).SweepAsync(new TimerInfo(), default);
        await Function<VerifyLedger>(later).RunAsync(new TimerInfo(), default);
        var check = Assert.Single(await later.ItemsAsync($"api/settlement/{Day}")).GetProperty("check");
        Assert.True(check.GetProperty("equal").GetBoolean());
        Assert.Equal("", await later.DifferenceAsync(Day, "RF"));
    }

    [Fact]
    public async Task Orchestrations_go_after_their_days_and_the_run_stays()
    {
        await using (var host = await RunningHost.StartAsync(_folder.Path))
        {
            await host.LoadAsync(WorkedExample.Reference());
            await host.SendAsync("market", WorkedExample.Market(Day));
            await host.SendAsync("readings", WorkedExample.Readings(Day));
            await host.SettleAsync(Day, "SF");
            await ApplyAsync(host);
            (await host.GetAsync($"runtime/webhooks/durabletask/instances/settle-{Day}-SF-1")).Is(HttpStatusCode.OK);
        }

        await using var later = await RunningHost.StartAsync(_folder.Path, RunningHost.Morning + Duration.FromDays(31));
        await ApplyAsync(later);
        Assert.Equal(HttpStatusCode.NotFound, (await later.GetAsync($"runtime/webhooks/durabletask/instances/settle-{Day}-SF-1")).Status);
        Assert.Equal("", await later.DifferenceAsync(Day, "SF"));
    }

    public void Dispose() => _folder.Dispose();

    private static Task ApplyAsync(RunningHost host) =>
        Function<ApplyRetention>(host).RunAsync(new TimerInfo(), host.Services.GetRequiredService<DurableTaskClient>(), default);

    private static T Function<T>(RunningHost host) => ActivatorUtilities.CreateInstance<T>(host.Services);
}
