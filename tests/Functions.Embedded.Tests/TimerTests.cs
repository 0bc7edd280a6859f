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
}
