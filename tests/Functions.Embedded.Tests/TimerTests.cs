using Functions.Embedded.Triggers;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Embedded.Tests;

public sealed class TimerTests
{
    [Fact]
    public async Task A_timer_runs_at_each_occurrence_and_a_setting_gives_its_schedule()
    {
        var clock = FakeClock.At("2026-01-01T00:10:00Z");
        await using var host = await TestHost.StartAsync(configure: o => (o.Clock, o.Timers) = (clock, true));
        clock.Advance(TimeSpan.FromMinutes(19));
        Assert.Equal(0, host.Recorder.Count("Configured"));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await host.Recorder.NextAsync<TimerInfo>("Configured")).ScheduleStatus);
        Assert.Equal(0, host.Recorder.Count("Hourly"));
        clock.Advance(TimeSpan.FromMinutes(30));
        var info = await host.Recorder.NextAsync<TimerInfo>("Hourly");
        Assert.False(info.IsPastDue);
        Assert.Equal(new DateTime(2026, 1, 1, 1, 0, 0, DateTimeKind.Utc), info.ScheduleStatus!.Next);
    }

    [Fact]
    public async Task Occurrences_missed_while_down_are_made_up_for_once()
    {
        var folder = TestHost.NewFolder();
        var clock = FakeClock.At("2026-01-01T00:10:00Z");
        await using (await TestHost.StartAsync(folder, o => (o.Clock, o.Timers) = (clock, true))) { }

        clock.Advance(TimeSpan.FromHours(5));
        await using (var host = await TestHost.StartAsync(folder, o => (o.Clock, o.Timers) = (clock, true)))
        {
            Assert.True((await host.Recorder.NextAsync<TimerInfo>("Hourly")).IsPastDue);
            async Task<TimerInfo> Next() => await host.Recorder.NextAsync<TimerInfo>("Hourly");
            var next = await clock.AdvanceUntilAsync(Next(), TimeSpan.FromMinutes(1));
            Assert.False(next.IsPastDue);
            Assert.Equal(new DateTime(2026, 1, 1, 6, 0, 0, DateTimeKind.Utc), next.ScheduleStatus!.Next);
        }

        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_neither_stops_timers_nor_runs_them_in_a_storm()
    {
        var clock = FakeClock.At("2026-01-01T05:10:00Z");
        await using var host = await TestHost.StartAsync(configure: o => (o.Clock, o.Timers) = (clock, true));
        clock.AdjustTime(clock.GetUtcNow().AddHours(-4));

        // The hourly one waits 50 minutes as it was going to; by then the clock shows 02:00, long before the 06:00 it was planned for.
        async Task<TimerInfo> Next() => await host.Recorder.NextAsync<TimerInfo>("Hourly");
        var info = await clock.AdvanceUntilAsync(Next(), TimeSpan.FromSeconds(20));

        Assert.False(info.IsPastDue);
        Assert.True(info.ScheduleStatus!.Next < new DateTime(2026, 1, 1, 6, 0, 0, DateTimeKind.Utc), $"{info.ScheduleStatus.Next}");
        var next = await clock.AdvanceUntilAsync(Next(), TimeSpan.FromSeconds(20));
        Assert.True(next.ScheduleStatus!.Next >= info.ScheduleStatus.Next.AddHours(1), $"{next.ScheduleStatus.Next}");
        Assert.True(host.Recorder.Count("Hourly") <= (clock.GetUtcNow() - FakeClock.At("2026-01-01T01:10:00Z").GetUtcNow()).TotalHours);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_while_the_host_was_down_does_not_keep_timers_waiting()
    {
        var folder = TestHost.NewFolder();
        await using (await TestHost.StartAsync(folder, o => (o.Clock, o.Timers) = (FakeClock.At("2026-01-01T05:10:00Z"), true))) { }

        var clock = FakeClock.At("2026-01-01T01:10:00Z");
        await using (var host = await TestHost.StartAsync(folder, o => (o.Clock, o.Timers) = (clock, true)))
        {
            clock.Advance(TimeSpan.FromMinutes(50));
            var info = await host.Recorder.NextAsync<TimerInfo>("Hourly");
            Assert.Equal(new DateTime(2026, 1, 1, 2, 0, 0, DateTimeKind.Utc), info.ScheduleStatus!.Next);
        }

        Directory.Delete(folder, true);
    }

    [Theory]
    [InlineData("0 */5 * * * *", "2026-01-01T10:55:00Z", "2026-01-01T09:52:00Z", "2026-01-01T09:55:00Z")]
    [InlineData("0 0 6 * * *", "2026-01-02T06:00:00Z", "2026-01-01T09:52:00Z", "2026-01-02T06:00:00Z")]
    [InlineData("00:00:10", "2026-01-01T10:55:00Z", "2026-01-01T09:55:00Z", "2026-01-01T09:55:10Z")]
    [InlineData("00:00:10", "2026-01-01T10:55:00Z", "2026-01-01T10:54:59Z", "2026-01-01T10:55:00Z")]
    [InlineData("0 */5 * * * *", "2026-01-01T10:55:00Z", "2026-01-01T11:52:00Z", "2026-01-01T10:55:00Z")]
    public void A_planned_time_is_brought_forward_where_the_clock_was_set_back(string schedule, string planned, string now, string due) =>
        Assert.Equal(Utc(due), new TimerSchedule(schedule).Due(Utc(planned), Utc(now)));

    [Theory]
    [InlineData("0 */5 * * * *", "2026-01-01T00:05:00Z")]
    [InlineData("*/5 * * * *", "2026-01-01T00:05:00Z")]
    [InlineData("30 0 6 * * 1-5", "2026-01-01T06:00:30Z")]
    [InlineData("00:00:10", "2026-01-01T00:01:11Z")]
    public void Schedules_have_six_fields_or_five_or_are_intervals(string expression, string next)
    {
        var after = new DateTime(2026, 1, 1, 0, 1, 1, DateTimeKind.Utc);
        Assert.Equal(
            DateTime.Parse(next, null, System.Globalization.DateTimeStyles.AdjustToUniversal),
            new TimerSchedule(expression).Next(after)
        );
    }

    private static DateTime Utc(string instant) => DateTime.Parse(instant, null, System.Globalization.DateTimeStyles.AdjustToUniversal);
}
