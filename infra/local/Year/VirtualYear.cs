using Functions.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Timetable;
using Settlement.Functions.Runs;
using Settlement.Hosting;
using Settlement.Ledger.Commits;
using Settlement.Reference;
using Settlement.Runs.Records;
using Settlement.Simulation.Year;
using Settlement.Storage.Json;

namespace Settlement.Local.Year;

/// <summary>
/// Lets the app live through a year on a clock that this class moves from event to event. The whole app runs on the embedded host, its
/// timers by the virtual clock; the data services send each day's data in the evening after it, and a late correction on the eve of every
/// run but II. In an outage the app is really stopped, in the midst of runs, and what is sent meanwhile waits in the hubs.
/// </summary>
internal sealed class VirtualYear(YearOptions options, string dataFolder) : IAsyncDisposable
{
    private static readonly Duration Evening = Duration.FromHours(20);
    private static readonly Duration Step = Duration.FromMinutes(5);
    private static readonly Duration Wait = Duration.FromSeconds(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(2);

    /// <summary>How often is looked whether anything has changed, before the clock goes on.</summary>
    private const int LooksAtATime = 25;

    /// <summary>Runs that are not closed by so many hours past midnight are not being driven.</summary>
    private static readonly Duration Patience = Duration.FromHours(18);

    private readonly YearMarket _market = new();
    private FakeTimeProvider _clock = new(options.From.Start.ToDateTimeOffset());
    private LocalHost? _host;

    private LocalHost Host => _host ?? throw new InvalidOperationException("The app is down.");

    private SettlementApi Api => new(Host.Client);

    /// <summary>Drives everything and checks it.</summary>
    public async Task<YearReport> RunAsync(IProgress<long> dates, CancellationToken cancellationToken)
    {
        var (first, due, inYear) = await PrepareAsync(cancellationToken);
        await StartAsync(timers: true, first, cancellationToken);
        var byDate = due.ToLookup(run => run.Due);
        var check = new YearCheck(options, due);
        for (var date = first.Next; date <= options.To; date = date.Next)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (options.Outages.FirstOrDefault(outage => outage.From == date) is { From.Number: > 0 } outage)
            {
                await BeginOutageAsync(outage, byDate[date].ToList(), cancellationToken);
            }
            if (options.Outages.Any(each => each.Contains(date)))
            {
                continue;
            }
            if (options.Outages.FirstOrDefault(each => each.Until == date) is { Until.Number: > 0 } ended)
            {
                await EndOutageAsync(ended, first, byDate, cancellationToken);
            }
            var open = due.Where(run => run.Due <= date && !check.IsDone(run)).ToList();
            MoveTo(date.Start + Step);
            await WaitUntilClosedAsync(date, open, cancellationToken);
            await check.DateAsync(Api, date, open, cancellationToken);
            if (check.HasFailed)
            {
                break;
            }
            MoveTo(date.Start + Evening);
            await SendAsync(date, byDate, cancellationToken);
            dates.Report(date.Number - first.Number);
        }

        return await check.EndAsync(Api, inYear, cancellationToken);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Loads the market and finds the first day that has a run in the year; with it begins what has to be driven.</summary>
    private async Task<(SettlementDay First, IReadOnlyList<DueRun> Due, int InYear)> PrepareAsync(CancellationToken cancellationToken)
    {
        await StartAsync(timers: false, options.From, cancellationToken);
        await Host.Services.GetRequiredService<ReferenceStore>().ReplaceAsync(_market.Reference(), null, cancellationToken);
        var inYear = await CalendarAsync(options.From, cancellationToken);
        if (inYear.Count == 0)
        {
            throw new InvalidOperationException($"By the timetable no run falls due from {options.From} to {options.To}.");
        }
        var first = options.First ?? inYear.Min(run => run.Day);
        var due = (await CalendarAsync(first, cancellationToken)).Where(run => first <= run.Day).ToList();
        await StopAsync();
        _clock = new FakeTimeProvider(first.Next.Start.ToDateTimeOffset());
        return (first, due, due.Count(run => options.From <= run.Due));
    }

    private async Task StartAsync(
        bool timers,
        SettlementDay first,
        CancellationToken cancellationToken,
        Func<IEmbeddedHub, CancellationToken, Task>? sentBefore = null
    ) =>
        _host = await LocalHost.StartAsync(
            new LocalOptions(dataFolder, 0, null, timers, Keys: false, Quiet: true)
            {
                Triggers = timers,
                SentBefore = sentBefore,
                Settings = new Dictionary<string, string> { ["Settlement:FirstDay"] = first.ToString() },
            },
            cancellationToken,
            host => host.Clock = _clock
        );

    private async Task StopAsync()
    {
        if (_host is { } host)
        {
            await host.DisposeAsync();
        }
        _host = null;
    }

    /// <summary>The app goes down while it computes what fell due at midnight.</summary>
    private async Task BeginOutageAsync(Outage outage, List<DueRun> due, CancellationToken cancellationToken)
    {
        MoveTo(outage.From.Start + Step);
        for (
            var moved = Duration.Zero;
            due.Count > 0 && moved < Patience && (await StatesAsync(due, cancellationToken)).All(state => state is null);
            moved += Step
        )
        {
            await Task.Delay(LookAgain, cancellationToken);
            MoveTo(Now() + Step);
        }

        await StopAsync();
    }

    /// <summary>What was sent during the outage is in the hubs when the app comes back; what its timers missed they make up for at once.</summary>
    private async Task EndOutageAsync(
        Outage outage,
        SettlementDay first,
        ILookup<SettlementDay, DueRun> byDate,
        CancellationToken cancellationToken
    )
    {
        MoveTo(outage.Until.Start + Step);
        await StartAsync(
            timers: true,
            first,
            cancellationToken,
            async (hub, stop) =>
            {
                for (var date = outage.From; date < outage.Until; date = date.Next)
                {
                    await PutAsync(hub, date, byDate, stop);
                }
            }
        );
    }

    /// <summary>Moves the clock on until everything that is due is closed.</summary>
    private async Task WaitUntilClosedAsync(SettlementDay date, List<DueRun> open, CancellationToken cancellationToken)
    {
        while (true)
        {
            var states = await StatesAsync(open, cancellationToken);
            if (states.All(state => state == RunState.Closed))
            {
                return;
            }
            if (Now() > date.Start + Patience)
            {
                return;
            }
            // A run may wait for ingestion by this clock; once none is computed, the next tick is due.
            MoveTo(Now() + (states.Contains(RunState.Running) ? Wait : Step));
            for (var look = 0; look < LooksAtATime && (await StatesAsync(open, cancellationToken)).SequenceEqual(states); look++)
            {
                await Task.Delay(LookAgain, cancellationToken);
            }
        }
    }

    private async Task<List<RunState?>> StatesAsync(List<DueRun> runs, CancellationToken cancellationToken)
    {
        var store = Host.Services.GetRequiredService<RunStore>();
        var states = new List<RunState?>();
        foreach (var run in runs)
        {
            states.Add((await store.FindAsync(run.Day, run.Run, cancellationToken))?.State);
        }
        return states;
    }

    private async Task SendAsync(SettlementDay date, ILookup<SettlementDay, DueRun> byDate, CancellationToken cancellationToken)
    {
        var hub = Host.Services.GetRequiredService<IEmbeddedHub>();
        await PutAsync(hub, date, byDate, cancellationToken);
        foreach (var name in Hubs.All)
        {
            if ((await hub.WaitUntilProcessedAsync(name, cancellationToken)).FirstOrDefault(partition => !partition.IsDone) is { } stuck)
            {
                throw new InvalidOperationException(
                    $"Partition {stuck.PartitionId} of Event Hub '{name}' cannot be ingested: {stuck.LastError}"
                );
            }
        }
    }

    /// <summary>What is sent in the evening of a date: the day before, and corrections of the days whose runs fall due tomorrow.</summary>
    private async Task PutAsync(
        IEmbeddedHub hub,
        SettlementDay date,
        ILookup<SettlementDay, DueRun> byDate,
        CancellationToken cancellationToken
    )
    {
        var yesterday = SettlementDay.FromNumber(date.Number - 1);
        var corrections = byDate[date.Next]
            .Where(run => RunType.Parse(run.Run).MovesMoney)
            .Select(run => _market.Correction(run.Day, run.Run));
        foreach (
            var events in _market.Day(yesterday).Concat(corrections).GroupBy(each => each.Hub, each => (ReadOnlyMemory<byte>)each.Body)
        )
        {
            await hub.SendAsync(events.Key, [.. events], $"{yesterday}", cancellationToken);
        }
    }

    private async Task<List<DueRun>> CalendarAsync(SettlementDay first, CancellationToken cancellationToken)
    {
        var runs = new List<DueRun>();
        // A calendar spans three years at the most.
        for (var from = first; from <= options.To; from = SettlementDay.FromNumber(from.Number + GetCalendar.MaxDays))
        {
            var to = SettlementDay.FromNumber(Math.Min(options.To.Number, from.Number + GetCalendar.MaxDays - 1));
            await foreach (var item in Api.ItemsAsync($"api/calendar?from={from}&to={to}", cancellationToken))
            {
                runs.Add(LedgerJson.Read<DueRun>(System.Text.Encoding.UTF8.GetBytes(item.GetRawText())));
            }
        }

        return runs;
    }

    private Instant Now() => Instant.FromDateTimeOffset(_clock.GetUtcNow());

    private void MoveTo(Instant instant)
    {
        if (instant > Now())
        {
            _clock.SetUtcNow(instant.ToDateTimeOffset());
        }
    }
}
