using System.Globalization;
using NCrontab;

namespace Functions.Embedded.Triggers;

/// <summary>When a timer is due: an NCRONTAB expression of six fields, the first being seconds, or of five, or a constant interval.</summary>
internal sealed class TimerSchedule
{
    private readonly CrontabSchedule? _cron;
    private readonly TimeSpan _interval;

    public TimerSchedule(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields == 1)
        {
            _interval = TimeSpan.Parse(expression, CultureInfo.InvariantCulture);
            return;
        }

        _cron = CrontabSchedule.Parse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 });
    }

    /// <summary>The first occurrence after a time, both UTC.</summary>
    public DateTime Next(DateTime after) =>
        _cron is null ? after + _interval : DateTime.SpecifyKind(_cron.GetNextOccurrence(after), DateTimeKind.Utc);

    /// <summary>
    /// When a timer that was planned is due as the clock is now. A clock that was set back must not keep it waiting for what it did not
    /// wait for before; one that was set forward brings the planned time nearer by itself.
    /// </summary>
    public DateTime Due(DateTime planned, DateTime now) => planned > now && Next(now) is var next && next < planned ? next : planned;
}
