using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Moq;
using NodaTime;
using Settlement.Runs.Scheduling;

namespace Settlement.Functions.Tests.Driving;

/// <summary>When the driver starts a run again that was started before, and when it leaves it alone.</summary>
public sealed class RepeatedAttemptTests
{
    [Fact]
    public async Task An_inexact_run_is_started_again_when_what_it_lacked_has_come_and_not_before()
    {
        await using var market = await DrivenMarket.StartAsync();
        await market.TimetableAsync("II,1\n");
        await market.SendDayAsync(DrivenMarket.Wednesday);
        await market.SendDayAsync(DrivenMarket.Thursday);
        await market.Host.SendAsync("market", WorkedExample.Market(DrivenMarket.Tuesday).Select(WithoutPrice));
        await market.Host.SendAsync("readings", WorkedExample.Readings(DrivenMarket.Tuesday));
        await market.DriveToTheEndAsync();
        Assert.Equal(("inexact", 1), await market.StateAsync(DrivenMarket.Tuesday, "II"));

        // Time passes, other days get inputs, and this one gets a reading, which no missing price waits for.
        market.Host.Clock.Set(DrivenMarket.Friday + Duration.FromHours(6));
        await market.Host.SendAsync("market", WorkedExample.Market("2026-06-19"));
        await market.Host.SendAsync("readings", WorkedExample.LateReading(DrivenMarket.Tuesday));
        Assert.Equal(3, (await market.DriveToTheEndAsync()).Count);

        await market.Host.SendAsync("market", WorkedExample.Market(DrivenMarket.Tuesday));
        Assert.Equal("16 II 2", (await market.DriveToTheEndAsync())[^1]);
        Assert.Equal(("closed", 2), await market.StateAsync(DrivenMarket.Tuesday, "II"));
        Assert.Equal(4, (await market.DriveToTheEndAsync()).Count);
    }

    [Fact]
    public async Task An_inexact_run_is_started_again_once_for_each_change_of_reference_data()
    {
        await using var market = await DrivenMarket.StartAsync();
        await market.TimetableAsync("II,3\n");
        await market.Host.SendAsync("readings", WorkedExample.Readings(DrivenMarket.Tuesday));
        await market.DriveToTheEndAsync();
        await market.Host.LoadAsync(new Dictionary<string, string> { ["gsp-groups"] = WorkedExample.Reference()["gsp-groups"] });
        Assert.Equal(["16 II 1"], await market.DriveToTheEndAsync());
        market.Host.Clock.Set(DrivenMarket.Friday + NextRuns.PauseAfter(1) + Duration.FromMinutes(1));
        Assert.Equal(["16 II 1", "16 II 2"], await market.DriveToTheEndAsync());
        market.Host.Clock.Set(DrivenMarket.Friday + Duration.FromHours(12));
        Assert.Equal(["16 II 1", "16 II 2"], await market.DriveToTheEndAsync());
    }

    [Fact]
    public async Task A_reading_starts_a_run_again_that_lacked_a_loss_factor()
    {
        await using var market = await DrivenMarket.StartAsync();
        await market.TimetableAsync("II,3\n");
        await market.SendDayAsync(DrivenMarket.Tuesday);
        var unknown = Body.Reading.Text("mpan", Meters.Number(7)).Text("day", DrivenMarket.Tuesday);
        await market.Host.LoadAsync(
            new Dictionary<string, string> { ["loss-factors"] = WorkedExample.Reference()["loss-factors"] + "12,999,1,,1.000\n" }
        );
        await market.Host.SendAsync("readings", unknown.Text("llfc", "999").ToString());
        await market.Host.LoadAsync(new Dictionary<string, string> { ["loss-factors"] = WorkedExample.Reference()["loss-factors"] });
        await market.DriveToTheEndAsync();
        Assert.Equal(("inexact", 1), await market.StateAsync(DrivenMarket.Tuesday, "II"));

        market.Host.Clock.Set(DrivenMarket.Friday + Duration.FromHours(1));
        await market.Host.SendAsync("market", WorkedExample.Market(DrivenMarket.Tuesday));
        Assert.Single(await market.DriveToTheEndAsync());
        await market.Host.SendAsync("readings", unknown.Set("revision", "1").ToString());
        await market.DriveToTheEndAsync();
        Assert.Equal(("closed", 2), await market.StateAsync(DrivenMarket.Tuesday, "II"));
    }

    [Fact]
    public async Task An_inexact_run_is_left_once_the_next_of_its_day_is_due()
    {
        await using var market = await DrivenMarket.StartAsync();
        await market.TimetableAsync("II,3\nSF,4\n");
        await market.DriveToTheEndAsync();
        Assert.Equal(("inexact", 1), await market.StateAsync(DrivenMarket.Tuesday, "II"));
        await market.SendDayAsync(DrivenMarket.Tuesday);
        market.Host.Clock.Set(DrivenMarket.Friday + Duration.FromDays(3));
        await market.DriveToTheEndAsync();
        Assert.Equal(("inexact", 1), await market.StateAsync(DrivenMarket.Tuesday, "II"));
        Assert.Equal(("closed", 1), await market.StateAsync(DrivenMarket.Tuesday, "SF"));
    }

    [Fact]
    public async Task A_run_that_ingestion_was_behind_of_is_started_again_when_it_has_caught_up()
    {
        await using var market = await DrivenMarket.StartAsync(halted: true, waitSeconds: 0);
        await market.TimetableAsync("II,3\n");
        Assert.Equal(["16 II 1"], await market.DriveToTheEndAsync());
        Assert.Equal(("inexact", 1), await market.StateAsync(DrivenMarket.Tuesday, "II"));
        var record = await market.Runs.FindAsync(Domain.Calendar.SettlementDay.Parse(DrivenMarket.Tuesday), "II", CancellationToken.None);
        Assert.Equal(
            ("readings", 0L),
            Assert.Single(record!.RequiredPositions) is var awaited ? (awaited.Hub, awaited.LastSequence) : default
        );
        market.Host.Clock.Set(DrivenMarket.Friday + Duration.FromHours(1));
        Assert.Single(await market.DriveToTheEndAsync());
        await market.IngestAsync();
        Assert.Equal(["16 II 1", "16 II 2"], await market.DriveToTheEndAsync());
        market.Host.Clock.Set(DrivenMarket.Friday + Duration.FromHours(6));
        Assert.Equal(2, (await market.DriveToTheEndAsync()).Count);
    }

    [Fact]
    public async Task A_failed_run_is_started_again_after_growing_pauses_and_then_left_to_an_operator()
    {
        await using var market = await DrivenMarket.StartAsync(halted: true);
        await market.TimetableAsync("II,3\n");
        await market.FailAsync(DrivenMarket.Tuesday, "II");
        var told = new DrivenMarket.Told();
        var driver = market.NewDriver(told);
        // Orchestrations that are taken and lost at once: nothing but this test ends an attempt.
        var lost = new Mock<DurableTaskClient>("lost") { CallBase = true };
        lost.Setup(client => client.GetInstancesAsync(It.IsAny<string>(), It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((OrchestrationMetadata?)null);
        lost.Setup(client =>
                client.ScheduleNewOrchestrationInstanceAsync(
                    It.IsAny<TaskName>(),
                    It.IsAny<object>(),
                    It.IsAny<StartOrchestrationOptions>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync("lost");
        var time = DrivenMarket.Friday;
        for (var attempt = 1; attempt < NextRuns.MaxAttempts; attempt++)
        {
            var pause = NextRuns.PauseAfter(attempt);
            await market.DriveAsync(driver, lost.Object);
            Assert.Equal(("failed", attempt), await market.StateAsync(DrivenMarket.Tuesday, "II"));
            market.Host.Clock.Set(time += pause + Duration.FromMinutes(1));
            await market.DriveAsync(driver, lost.Object);
            Assert.Equal(("running", attempt + 1), await market.StateAsync(DrivenMarket.Tuesday, "II"));
            await market.FailAsync(new(Domain.Calendar.SettlementDay.Parse(DrivenMarket.Tuesday), "II", attempt + 1));
        }

        Assert.Empty(told.Lines);
        market.Host.Clock.Set(time + Duration.FromHours(10));
        await market.DriveAsync(driver, lost.Object);
        await market.DriveAsync(driver, lost.Object);
        Assert.Equal(("failed", NextRuns.MaxAttempts), await market.StateAsync(DrivenMarket.Tuesday, "II"));
        Assert.Contains("POST /api/settlement/2026-06-16/II", Assert.Single(told.Lines), StringComparison.Ordinal);
        Assert.Contains("broke off", told.Lines.First(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_pauses_grow_to_a_day() =>
        Assert.Equal([5, 10, 20, 40, 1440], new[] { 1, 2, 3, 4, 60 }.Select(attempt => (int)NextRuns.PauseAfter(attempt).TotalMinutes));

    [Fact]
    public async Task A_run_that_failed_for_good_lets_the_next_of_its_day_go_on()
    {
        await using var market = await DrivenMarket.StartAsync(halted: true);
        for (var attempt = 1; attempt <= NextRuns.MaxAttempts; attempt++)
        {
            await market.FailAsync(DrivenMarket.Tuesday, "II");
        }
        await market.DriveAsync();
        Assert.Contains("16 SF 1", await market.StartedAsync());
    }

    [Fact]
    public async Task A_suspended_run_keeps_its_day_and_takes_no_place()
    {
        await using var market = await DrivenMarket.StartAsync(places: 1, halted: true);
        await market.DriveAsync();
        await market.Client.SuspendInstanceAsync("settle-2026-06-16-II-1", "to look at it");
        var told = new DrivenMarket.Told();
        var driver = market.NewDriver(told);
        await market.DriveAsync(driver);
        await market.DriveAsync(driver);
        Assert.Equal(["16 II 1", "17 II 1"], await market.StartedAsync());
        Assert.Contains("settle-2026-06-16-II-1", Assert.Single(told.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminated_run_is_not_started_again_and_said_so_once()
    {
        await using var market = await DrivenMarket.StartAsync(halted: true);
        await market.TimetableAsync("II,3\n");
        await market.DriveAsync();
        await market.Client.TerminateInstanceAsync("settle-2026-06-16-II-1");
        await market.EndAsync();
        var told = new DrivenMarket.Told();
        var driver = market.NewDriver(told);
        market.Host.Clock.Set(DrivenMarket.Friday + Duration.FromHours(10));
        await market.DriveAsync(driver);
        await market.DriveAsync(driver);
        Assert.Equal(["16 II 1"], await market.StartedAsync());
        Assert.Contains("settle-2026-06-16-II-1", Assert.Single(told.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_died_between_the_record_and_the_orchestration_is_taken_up()
    {
        await using var market = await DrivenMarket.StartAsync(halted: true);
        await market.TimetableAsync("II,3\n");
        await market.Runs.BeginAsync(Domain.Calendar.SettlementDay.Parse(DrivenMarket.Tuesday), "II", null, CancellationToken.None);
        await market.DriveAsync();
        Assert.Equal(["16 II 1"], await market.StartedAsync());
    }

    private static string WithoutPrice(string body) => body.Replace("systemPrice", "unknown", StringComparison.Ordinal);
}
