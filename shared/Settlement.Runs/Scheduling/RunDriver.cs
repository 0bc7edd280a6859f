using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Domain.Timetable;
using Settlement.Reference;
using Settlement.Runs.Records;

namespace Settlement.Runs.Scheduling;

/// <summary>
/// Starts the Settlement Runs that are due, each once, the oldest date first, no more at a time than there are places. What it knows
/// it reads from the run records, whose conditional writes decide who starts; so any number of drivers come to the same.
/// </summary>
public sealed class RunDriver(
    RunStarter starter,
    NextRuns next,
    RunStore runs,
    ReferenceStore references,
    IOptions<SchedulingOptions> options,
    TimeProvider clock,
    ILogger<RunDriver> logger
)
{
    /// <summary>No day is settled later than this, dispute runs included; it bounds what is looked at.</summary>
    private const int HorizonMonths = 28;

    /// <summary>The runs known to be closed, which they stay: they need not be read again.</summary>
    private readonly ConcurrentDictionary<(SettlementDay Day, string Run), bool> _closed = new();

    /// <summary>The day of the last warning.</summary>
    private int _warned;

    /// <summary>Looks at every day that has a due run which is not known to be closed, and starts what is next while there are places.</summary>
    /// <param name="orchestrations">The orchestrations of runs.</param>
    /// <param name="codes">The run codes to start; their runs share the places.</param>
    /// <param name="cancellationToken">Stops between two days.</param>
    public async Task DriveAsync(IRunOrchestrations orchestrations, IReadOnlyCollection<string> codes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(orchestrations);
        ArgumentNullException.ThrowIfNull(codes);
        if (options.Value.ParsedFirstDay is not { } first)
        {
            logger.NothingDriven($"{SchedulingOptions.Section}:{nameof(SchedulingOptions.FirstDay)}");
            return;
        }

        var places = options.Value.ParallelRuns;
        var startable = new List<NextRun>();
        foreach (var due in await DueAsync(first, codes, cancellationToken))
        {
            switch (await NextAsync(orchestrations, due, cancellationToken))
            {
                case { Step: NextStep.Running } running when codes.Contains(running.Run.Run):
                    places--;
                    break;
                case { Step: NextStep.Start } start when codes.Contains(start.Run.Run):
                    startable.Add(start);
                    break;
            }
        }

        foreach (var run in startable.OrderBy(run => run.Run.Due).ThenBy(run => run.Run.Day))
        {
            if (places <= 0)
            {
                return;
            }
            places -= await StartAsync(orchestrations, run, cancellationToken) ? 1 : 0;
        }
    }

    /// <summary>The due runs of each day that has one with these codes which is not known to be closed.</summary>
    private async Task<IReadOnlyList<IReadOnlyList<DueRun>>> DueAsync(
        SettlementDay first,
        IReadOnlyCollection<string> codes,
        CancellationToken cancellationToken
    )
    {
        var reference = await references.LoadCurrentAsync(cancellationToken);
        var today = SettlementDay.At(Instant.FromDateTimeOffset(clock.GetUtcNow()));
        var horizon = new SettlementDay(today.Date.PlusMonths(-HorizonMonths));
        WarnOfHolidays(reference, today);
        foreach (var (known, _) in _closed.Where(run => run.Key.Day < horizon))
        {
            _closed.TryRemove(known, out _);
        }
        var days = new List<IReadOnlyList<DueRun>>();
        for (var day = first < horizon ? horizon : first; day < today; day = day.Next)
        {
            var due = RunCalendar.ListDueRuns(reference, day).Where(run => run.Due <= today).ToList();
            if (due.Exists(run => codes.Contains(run.Run) && !_closed.ContainsKey((day, run.Run))))
            {
                days.Add(due);
            }
        }

        return days;
    }

    /// <summary>Dates past the last holiday that is loaded come out too early, and nothing else would show it.</summary>
    private void WarnOfHolidays(ReferenceData reference, SettlementDay today)
    {
        if (reference.Holidays.Any(holiday => holiday.Day >= today) || Interlocked.Exchange(ref _warned, today.Number) == today.Number)
        {
            return;
        }
        logger.HolidaysRunOut(today.ToString());
    }

    private async Task<NextRun?> NextAsync(
        IRunOrchestrations orchestrations,
        IReadOnlyList<DueRun> due,
        CancellationToken cancellationToken
    )
    {
        var day = due[0].Day;
        try
        {
            var records = await runs.ListAsync(day, cancellationToken);
            foreach (var record in records.Where(record => record.State == RunState.Closed))
            {
                _closed.TryAdd((day, record.Run), true);
            }
            return await next.FindAsync(orchestrations, due, records, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One day that cannot be looked at must not hold up the others; it is looked at again at the next tick.
            logger.DayNotDriven(e, day.ToString());
            return null;
        }
    }

    /// <summary>Whether the run takes a place now.</summary>
    private async Task<bool> StartAsync(IRunOrchestrations orchestrations, NextRun run, CancellationToken cancellationToken)
    {
        try
        {
            await starter.StartAsync(orchestrations, run.Run.Day, run.Run.Run, run.LastKnownAttempt, cancellationToken);
            return true;
        }
        catch (RunConflictException)
        {
            // Somebody else has started it: that is what was wanted.
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One day that cannot be started must not hold up the others; it is tried again at the next tick.
            logger.DueRunNotStarted(e, run.Run.Run, run.Run.Day.ToString());
            return false;
        }
    }
}
