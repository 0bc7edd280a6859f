using Functions.Embedded.Configuration;
using Functions.Embedded.Invocation;
using Functions.Embedded.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Triggers;

/// <summary>
/// Runs timer functions when they are due. The next time is kept on disk, so that an occurrence missed while the host was down is
/// made up for once, at the start.
/// </summary>
internal sealed class TimerTriggers(
    FunctionCatalog catalog,
    FunctionInvoker invoker,
    HostStore store,
    IConfiguration configuration,
    EmbeddedOptions options,
    ILoggerFactory loggers
) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(12);

    private readonly ILogger _log = loggers.CreateLogger("Functions.Embedded.Timers");
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly List<Task> _loops = [];
    private readonly TimeProvider _time = options.Clock;

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    public void Start()
    {
        foreach (var (function, trigger) in catalog.With<TimerTriggerAttribute>())
        {
            var schedule = new TimerSchedule(AppSetting.Resolve(trigger.Schedule, configuration));

            // The first delay begins here, not on the pool: a test that moves the clock after the start must not overtake it.
            _loops.Add(RunAsync(function, trigger, schedule));
        }
    }

    public async Task StopAsync(CancellationToken limit)
    {
        await _stopping.CancelAsync();
        try
        {
            await Task.WhenAll(_loops).WaitAsync(limit);
        }
        catch (OperationCanceledException)
        {
            await _abort.CancelAsync();
        }
    }

    /// <summary>Runs a timer now, besides its schedule.</summary>
    public Task RunByHandAsync(FunctionDescriptor function) => InvokeAsync(function, new TimerInfo(), 0);

    public void Dispose()
    {
        _stopping.Dispose();
        _abort.Dispose();
    }

    private async Task RunAsync(FunctionDescriptor function, TimerTriggerAttribute trigger, TimerSchedule schedule)
    {
        try
        {
            var status = Load(function, trigger);
            var due = status?.Next ?? default;
            if (status is not null && due <= Now)
            {
                await Task.Yield();
                status = await RunOccurrenceAsync(function, trigger, schedule, status, isPastDue: true);
            }
            else if (trigger.RunOnStartup)
            {
                await Task.Yield();
                status = await RunOccurrenceAsync(function, trigger, schedule, status, isPastDue: false);
            }
            else
            {
                status = status is null
                    ? new ScheduleStatus { Next = schedule.Next(Now), LastUpdated = Now }
                    : Planned(schedule, status, Now);
                if (trigger.UseMonitor)
                {
                    _ = SaveAsync(function, status);
                }
            }

            while (true)
            {
                status = await DelayUntilDueAsync(schedule, status);
                status = await RunOccurrenceAsync(function, trigger, schedule, status, isPastDue: false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<ScheduleStatus> RunOccurrenceAsync(
        FunctionDescriptor function,
        TimerTriggerAttribute trigger,
        TimerSchedule schedule,
        ScheduleStatus? status,
        bool isPastDue
    )
    {
        var info = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = trigger.UseMonitor ? status : null };
        var begun = Now;
        try
        {
            await RetryRunner.RunAsync(
                function.Retry,
                attempt => InvokeAsync(function, info, attempt),
                (e, attempt, delay) =>
                {
                    if (delay is { } wait)
                    {
                        _log.TimerRetried(e, function.Name, attempt, wait);
                    }
                },
                _time,
                _stopping.Token
            );
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // Its time stays on disk as it was, so the next start makes up for it.
            throw new OperationCanceledException(_stopping.Token);
        }
        catch (Exception e)
        {
            _log.TimerFailed(e, function.Name);
        }

        var next = new ScheduleStatus
        {
            Last = begun,
            Next = schedule.Next(Now),
            LastUpdated = Now,
        };
        if (trigger.UseMonitor)
        {
            await SaveAsync(function, next);
        }
        return next;
    }

    private async Task<ScheduleStatus> DelayUntilDueAsync(TimerSchedule schedule, ScheduleStatus status)
    {
        while (status.Next - Now is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < LongestWait ? left : LongestWait, _time, _stopping.Token);
            // The wait goes by elapsed time: what is left after it shows that the clock was set back meanwhile.
            status = Planned(schedule, status, Now);
        }

        _stopping.Token.ThrowIfCancellationRequested();
        return status;
    }

    private static ScheduleStatus Planned(TimerSchedule schedule, ScheduleStatus status, DateTime now) =>
        schedule.Due(status.Next, now) is var due && due == status.Next
            ? status
            : new ScheduleStatus
            {
                Last = status.Last,
                Next = due,
                LastUpdated = now,
            };

    private Task InvokeAsync(FunctionDescriptor function, TimerInfo info, int retryCount)
    {
        var request = new InvocationRequest
        {
            Bind = (parameter, _) => ValueTask.FromResult<object?>(parameter == function.TriggerParameter ? info : null),
            RetryCount = retryCount,
        };
        return invoker.InvokeAsync(function, request, _abort.Token);
    }

    private ScheduleStatus? Load(FunctionDescriptor function, TimerTriggerAttribute trigger) =>
        !trigger.UseMonitor
            ? null
            : store.Read(session =>
                session
                    .Query(
                        "SELECT last, next, updated FROM timers WHERE name = ?1",
                        r => new ScheduleStatus
                        {
                            Last = Utc(r.GetInt64(0)),
                            Next = Utc(r.GetInt64(1)),
                            LastUpdated = Utc(r.GetInt64(2)),
                        },
                        function.Name
                    )
                    .FirstOrDefault()
            );

    private Task SaveAsync(FunctionDescriptor function, ScheduleStatus status) =>
        store.WriteAsync(session =>
            session.Execute(
                """
                INSERT INTO timers (name, last, next, updated) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT DO UPDATE SET last = excluded.last, next = excluded.next, updated = excluded.updated
                """,
                function.Name,
                status.Last.Ticks,
                status.Next.Ticks,
                status.LastUpdated.Ticks
            )
        );

    private static DateTime Utc(long ticks) => new(ticks, DateTimeKind.Utc);
}
