using System.Net;
using System.Text.Json;
using Settlement.Domain.Calendar;
using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.Crashes;

[Collection(SimulatedMarketDefinition.Name)]
[Trait("Category", "Slow")]
public sealed class SettleCrashTests(SimulatedMarket market)
{
    private const string Day = "2026-10-25";

    private static readonly (string What, Func<JsonElement, bool> IsNow)[] Moments =
    [
        ("it begins to fold", status => Stage(status) is "fold"),
        ("some shards are folded", status => Completed(status, "FoldShards") >= 3),
        ("it begins to settle", status => Stage(status) is "settle"),
        ("some periods are settled", status => Completed(status, "SettlePeriod") >= 10),
        ("it closes, or nearly", status => Stage(status) is "close" || Completed(status, "SettlePeriod") >= 40),
    ];

    [Fact]
    public async Task A_run_that_is_killed_at_every_stage_ends_by_itself_with_the_same_figures()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Copy(market.Ingested, "data");
        var moments = new Queue<(string What, Func<JsonElement, bool> IsNow)>(Moments);
        // A run that is faster than the look at it is followed by another run of the same figures.
        foreach (var run in new[] { "SF", "R1", "R2", "R3", "RF", "DF" }.TakeWhile(_ => moments.Count > 0))
        {
            await SettleAndKillAsync(data, run, moments);
            await using var ledger = await OpenLedger.OpenAsync(data, SimulatedMarket.LateClock);
            Assert.Equal(
                market.Figures(Day, "SF").Replace("\"SF\"", $"\"{run}\"", StringComparison.Ordinal),
                await ledger.SettleAsync(Day, run)
            );
        }

        Assert.Empty(moments.Select(moment => moment.What));
    }

    [Fact]
    public async Task A_settle_command_that_is_killed_goes_on_with_the_same_attempt_when_it_is_given_again()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Copy(market.Ingested, "data");
        var growth = await GrowthOfSettlingAsync(data, "2026-10-24");
        var (moments, killed) = (new Random(6), 0);
        foreach (var run in new[] { "SF", "R1", "R2", "R3", "RF", "DF" }.TakeWhile(_ => killed < 3))
        {
            while (
                killed < 3
                && await Killer.KillAsync(data, moments.NextInt64(growth / 2), "settle", Day, run, "--clock", SimulatedMarket.LateClock)
            )
            {
                killed++;
            }
            await AppProcess.SucceedAsync("settle", Day, run, "--data", data, "--clock", SimulatedMarket.LateClock);
            await using var ledger = await OpenLedger.OpenAsync(data, SimulatedMarket.LateClock);
            Assert.Equal(
                market.Figures(Day, "SF").Replace("\"SF\"", $"\"{run}\"", StringComparison.Ordinal),
                await ledger.SettleAsync(Day, run)
            );
        }

        Assert.Equal(3, killed);
    }

    [Fact]
    public async Task A_start_that_died_between_the_record_and_the_orchestration_is_taken_up_by_the_next_start()
    {
        using var folder = new TemporaryFolder();
        await using var ledger = await OpenLedger.OpenAsync(folder.Copy(market.Ingested, "data"), SimulatedMarket.LateClock);
        await ledger.Runs.BeginAsync(SettlementDay.Parse(Day), "SF", null, CancellationToken.None);

        Assert.Equal(market.Figures(Day, "SF"), await ledger.SettleAsync(Day, "SF"));
    }

    [Fact]
    public async Task Of_many_starts_at_once_one_is_accepted_and_the_others_are_conflicts()
    {
        using var folder = new TemporaryFolder();
        using var app = await ServingApp.StartAsync(folder.Copy(market.Ingested, "data"), SimulatedMarket.LateClock, "--no-timers");
        foreach (var run in new[] { "SF", "R1", "R2", "R3" })
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => app.PostAsync($"api/settlement/{Day}/{run}")));

            Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Conflict], answers.Select(answer => answer.Status).Distinct().Order());
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.Accepted);
        }
    }

    private static async Task<long> GrowthOfSettlingAsync(string data, string day)
    {
        using var watch = new FolderWatch(data);
        using var process = AppProcess.Start("settle", day, "SF", "--data", data, "--clock", SimulatedMarket.LateClock);
        await watch.UntilAsync(long.MaxValue, process.Exited);
        Assert.Equal(0, (await process.EndAsync()).ExitCode);
        return watch.Growth;
    }

    /// <summary>Starts a run and kills its process at one moment after the other, until it has ended in spite of it.</summary>
    private static async Task SettleAndKillAsync(string data, string run, Queue<(string What, Func<JsonElement, bool> IsNow)> moments)
    {
        var started = false;
        while (true)
        {
            using var app = await ServingApp.StartAsync(data, SimulatedMarket.LateClock, "--no-timers");
            if (!started)
            {
                Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync($"api/settlement/{Day}/{run}")).Status);
            }
            started = true;
            if (!await ReachedAsync(app, run, moments.TryPeek(out var moment) ? moment.IsNow : _ => false))
            {
                app.Process.Send(Signal.Terminate);
                Assert.Equal(0, (await app.Process.EndAsync()).ExitCode);
                return;
            }

            app.Process.Kill();
            await app.Process.EndAsync();
            moments.Dequeue();
        }
    }

    /// <summary>Looks at the orchestration until the moment has come or it has ended.</summary>
    private static async Task<bool> ReachedAsync(ServingApp app, string run, Func<JsonElement, bool> isNow)
    {
        while (true)
        {
            var status = await app.GetAsync($"runtime/webhooks/durabletask/instances/settle-{Day}-{run}-1?showHistory=true");
            if (status.GetProperty("runtimeStatus").GetString() == "Completed")
            {
                return false;
            }
            Assert.Contains(status.GetProperty("runtimeStatus").GetString(), new[] { "Pending", "Running" });
            if (isNow(status))
            {
                return true;
            }
        }
    }

    private static string? Stage(JsonElement status) =>
        status.GetProperty("customStatus") is { ValueKind: JsonValueKind.Object } custom
            ? custom.EnumerateObject().First(p => p.NameEquals("stage") || p.NameEquals("Stage")).Value.GetString()
            : null;

    private static int Completed(JsonElement status, string activity) =>
        status
            .GetProperty("historyEvents")
            .EnumerateArray()
            .Count(e => e.GetProperty("EventType").GetString() == "TaskCompleted" && e.GetProperty("FunctionName").GetString() == activity);
}
