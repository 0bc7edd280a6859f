using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Moq;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Functions.Runs;
using Settlement.Runs.Scheduling;

namespace Settlement.Functions.Tests.Driving;

/// <summary>What the timers start, in which order and how much of it at a time.</summary>
public sealed class DriverTests
{
    [Fact]
    public async Task Due_runs_are_started_once_by_date_and_day()
    {
        await using var market = await DrivenMarket.StartAsync(places: 1);
        await market.SendDayAsync(DrivenMarket.Tuesday);
        Assert.Equal(["16 II 1", "16 SF 1", "17 II 1", "17 SF 1", "18 II 1"], await market.DriveToTheEndAsync());
        await market.ReconcileAsync();
        await market.EndAsync();
        await market.ReconcileAsync();
        await market.DriveAsync(market.NewDriver());
        Assert.Equal("16 R1 1", Assert.Single((await market.StartedAsync()).Skip(5)));
        foreach (var run in new[] { "II", "SF", "R1" })
        {
            Assert.Equal(("closed", 1), await market.StateAsync(DrivenMarket.Tuesday, run));
        }
    }

    [Fact]
    public async Task Runs_of_a_day_wait_for_one_another_and_other_days_do_not()
    {
        await using var market = await DrivenMarket.StartAsync(halted: true);
        for (var tick = 0; tick < 2; tick++)
        {
            await market.DriveAsync();
            await market.ReconcileAsync();
        }

        Assert.Equal(["16 II 1", "17 II 1", "18 II 1"], await market.StartedAsync());
    }

    [Fact]
    public async Task No_more_runs_are_computed_at_a_time_than_there_are_places()
    {
        await using var market = await DrivenMarket.StartAsync(places: 2, halted: true);
        for (var tick = 0; tick < 3; tick++)
        {
            await market.DriveAsync(market.NewDriver());
        }
        Assert.Equal(["16 II 1", "17 II 1"], await market.StartedAsync());
    }

    [Fact]
    public async Task Drivers_at_the_same_time_start_each_run_once_and_keep_to_the_places()
    {
        await using var market = await DrivenMarket.StartAsync(places: 2, halted: true);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => market.DriveAsync(market.NewDriver()))));
        Assert.Equal(["16 II 1", "17 II 1"], (await market.StartedAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_drivers_over_one_store_come_to_what_one_would()
    {
        await using var market = await DrivenMarket.StartAsync();
        await market.SendDayAsync(DrivenMarket.Tuesday);
        await market.SendDayAsync(DrivenMarket.Wednesday);
        await market.SendDayAsync(DrivenMarket.Thursday);
        RunDriver[] drivers = [market.NewDriver(), market.NewDriver()];
        for (var tick = 0; tick < 6; tick++)
        {
            await Task.WhenAll(
                drivers.Select(driver =>
                    Task.Run(async () =>
                    {
                        await market.DriveAsync(driver);
                        await market.EndAsync();
                    })
                )
            );
        }
        Assert.Equal(["16 II 1", "16 SF 1", "17 II 1", "17 SF 1", "18 II 1"], (await market.StartedAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task After_an_outage_everything_is_made_up_for_in_order()
    {
        await using var market = await DrivenMarket.StartAsync(places: 1);
        foreach (var day in new[] { DrivenMarket.Tuesday, DrivenMarket.Wednesday, DrivenMarket.Thursday })
        {
            await market.SendDayAsync(day);
        }
        await market.DriveAsync();
        await market.EndAsync();
        market.Host.Clock.Set(DrivenMarket.Friday + Duration.FromDays(4));
        Assert.Equal(
            [
                "16 II 1",
                "16 SF 1",
                "17 II 1",
                "17 SF 1",
                "18 II 1",
                "18 SF 1",
                "19 II 1",
                "20 II 1",
                "21 II 1",
                "19 SF 1",
                "20 SF 1",
                "21 SF 1",
                "22 II 1",
            ],
            await market.DriveToTheEndAsync()
        );
    }

    [Fact]
    public async Task A_day_whose_start_fails_holds_no_other_up_and_is_tried_again()
    {
        await using var market = await DrivenMarket.StartAsync(places: 1, halted: true);
        var failing = Passing(market.Client);
        failing
            .Setup(client =>
                client.ScheduleNewOrchestrationInstanceAsync(
                    It.IsAny<TaskName>(),
                    It.Is<object>(input => ((SettlementRunInput)input).Day == DrivenMarket.Tuesday),
                    It.IsAny<StartOrchestrationOptions>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ThrowsAsync(new HttpRequestException("The service does not answer."));
        await market.DriveAsync(client: failing.Object);
        Assert.Equal(["17 II 1"], await market.StartedAsync());
        await market.Client.TerminateInstanceAsync("settle-2026-06-17-II-1");
        await market.EndAsync();
        await market.DriveAsync();
        Assert.Equal(["17 II 1", "16 II 1"], await market.StartedAsync());
    }

    [Fact]
    public async Task A_day_that_cannot_be_looked_at_holds_no_other_up()
    {
        await using var market = await DrivenMarket.StartAsync(halted: true);
        await market.DriveAsync();
        await market.Client.TerminateInstanceAsync("settle-2026-06-18-II-1");
        var failing = Passing(market.Client);
        failing
            .Setup(client => client.GetInstancesAsync("settle-2026-06-16-II-1", It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new HttpRequestException("The service does not answer."));
        await market.TimetableAsync("II,0\nSF,1\nR1,3\n");
        await market.DriveAsync(client: failing.Object);
        Assert.Equal(["16 II 1", "17 II 1", "18 II 1", "18 SF 1"], await market.StartedAsync());
    }

    [Fact]
    public async Task Nothing_is_driven_without_a_first_day()
    {
        await using var market = await DrivenMarket.StartAsync(firstDay: null);
        await market.DriveAsync();
        Assert.Empty(await market.StartedAsync());
    }

    [Theory]
    [InlineData("16 June 2026", 1)]
    [InlineData(DrivenMarket.Tuesday, 0)]
    public async Task Settings_that_cannot_be_used_are_refused_at_the_start(string firstDay, int places)
    {
        await Assert.ThrowsAsync<OptionsValidationException>(() => DrivenMarket.StartAsync(places, firstDay: firstDay));
    }

    [Fact]
    public async Task Days_past_every_run_are_not_looked_at()
    {
        await using var market = await DrivenMarket.StartAsync(places: 1000, halted: true, firstDay: "2020-01-01");
        await market.TimetableAsync("II,1\n");
        var horizon = SettlementDay.Parse("2024-02-19");
        await market.DriveAsync();
        var days = (await market.StartedAsync()).Count;
        Assert.Equal(SettlementDay.Parse(DrivenMarket.Thursday).Number - horizon.Number + 1, days);
    }

    /// <summary>The durable client itself, but for what a test makes it refuse.</summary>
    private static Mock<DurableTaskClient> Passing(DurableTaskClient real)
    {
        var client = new Mock<DurableTaskClient>("failing") { CallBase = true };
        client
            .Setup(c => c.GetInstancesAsync(It.IsAny<string>(), It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .Returns(
                (string id, bool inputs, CancellationToken cancellationToken) => real.GetInstancesAsync(id, inputs, cancellationToken)
            );
        client
            .Setup(c =>
                c.ScheduleNewOrchestrationInstanceAsync(
                    It.IsAny<TaskName>(),
                    It.IsAny<object>(),
                    It.IsAny<StartOrchestrationOptions>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(
                (TaskName name, object input, StartOrchestrationOptions options, CancellationToken cancellationToken) =>
                    real.ScheduleNewOrchestrationInstanceAsync(name, input, options, cancellationToken)
            );
        return client;
    }
}
