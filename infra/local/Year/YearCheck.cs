using System.Text.Json;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Timetable;
using Settlement.Hosting;

namespace Settlement.Local.Year;

/// <summary>
/// Compares what the app did with the calendar: each due run closed once, on its date or on the day the app came back, and none beside them;
/// the latest figures always those of the best run; all differences from run to run summing to zero.
/// </summary>
internal sealed class YearCheck(YearOptions options, IReadOnlyList<DueRun> due)
{
    private const string FirstMoneyRun = "SF";

    private readonly ILookup<SettlementDay, DueRun> _byDay = due.ToLookup(run => run.Day);
    private readonly HashSet<DueRun> _done = [];
    private readonly List<string> _failures = [];
    private readonly Dictionary<string, int> _moved = [];
    private int _latestChecks;

    public bool HasFailed => _failures.Count > 0;

    public bool IsDone(DueRun run) => _done.Contains(run);

    /// <summary>Checks what was done on a date.</summary>
    public async Task DateAsync(SettlementApi api, SettlementDay date, IReadOnlyList<DueRun> open, CancellationToken cancellationToken)
    {
        foreach (var day in open.GroupBy(run => run.Day))
        {
            var items = await ItemsAsync(api, day.Key, cancellationToken);
            foreach (var run in day)
            {
                CheckRun(run, date, items);
                _done.Add(run);
            }

            await CheckLatestAsync(api, date, day.Key, cancellationToken);
        }
    }

    /// <summary>Checks everything once more, as it stands at the end.</summary>
    public async Task<YearReport> EndAsync(SettlementApi api, int inYear, CancellationToken cancellationToken)
    {
        foreach (var run in due.Where(run => !IsDone(run)))
        {
            _failures.Add($"{run.Run} of {run.Day} was due on {run.Due} and was not driven.");
        }
        foreach (var day in _byDay)
        {
            var items = await ItemsAsync(api, day.Key, cancellationToken);
            var (expected, actual) = (Names(day.Select(run => run.Run)), Names(items.Select(item => item.GetProperty("run").GetString()!)));
            if (expected != actual)
            {
                _failures.Add($"{day.Key} has the runs {actual}; due were {expected}.");
            }
            await CheckDifferencesAsync(
                api,
                day.Key,
                [.. day.Where(IsDone).Select(run => run.Run).Where(run => RunType.Parse(run).MovesMoney)],
                cancellationToken
            );
        }

        return new YearReport(due, inYear, _moved, _latestChecks, _failures) { Done = _done };
    }

    private void CheckRun(DueRun run, SettlementDay date, IReadOnlyList<JsonElement> items)
    {
        var found = items.Where(item => item.GetProperty("run").GetString() == run.Run).ToList();
        if (found is not [var item])
        {
            _failures.Add($"{run.Run} of {run.Day} was due on {run.Due}; on {date} it has {found.Count} records.");
            return;
        }

        var (state, attempt) = (item.GetProperty("state").GetString(), item.GetProperty("attempt").GetInt32());
        if (state != RunState.Closed.Text() || attempt != 1)
        {
            _failures.Add(
                $"{run.Run} of {run.Day} was due on {run.Due}; on {date} it is {state}, attempt {attempt}: {item.GetProperty("reasons").GetRawText()} {item.GetProperty("failure").GetRawText()}"
            );
        }
        var started = SettlementDay.At(NodaTime.Text.InstantPattern.ExtendedIso.Parse(item.GetProperty("started").GetString()!).Value);
        if (started != run.Due && !options.Outages.Any(outage => outage.Contains(run.Due) && outage.Until == started))
        {
            _failures.Add($"{run.Run} of {run.Day} was due on {run.Due} and was started on {started}.");
        }
    }

    private async Task CheckLatestAsync(SettlementApi api, SettlementDay date, SettlementDay day, CancellationToken cancellationToken)
    {
        var best = _byDay[day].Where(IsDone).Select(run => run.Run).MaxBy(run => RunType.Parse(run).Precedence);
        var latest = new List<(int Period, string? Run)>();
        await foreach (var item in api.ItemsAsync($"api/settlement/{day}/latest", cancellationToken))
        {
            latest.Add((item.GetProperty("period").GetInt32(), item.GetProperty("run").GetString()));
        }
        _latestChecks++;
        if (!latest.SequenceEqual(Enumerable.Range(1, day.Periods).Select(period => (period, best))))
        {
            _failures.Add(
                $"On {date} the latest figures of {day} are not those of {best}: {string.Join(' ', latest.Select(item => item.Run).Distinct())}, {latest.Count} periods."
            );
        }
    }

    private async Task CheckDifferencesAsync(
        SettlementApi api,
        SettlementDay day,
        IReadOnlyList<string> runs,
        CancellationToken cancellationToken
    )
    {
        var before = new Dictionary<string, decimal>();
        foreach (var run in runs)
        {
            var (nets, differences, interests) = (new Dictionary<string, decimal>(), new List<decimal>(), new List<decimal>());
            await foreach (var item in api.ItemsAsync($"api/reconciliation/{day}?to={run}", cancellationToken))
            {
                var (party, from, to) = (
                    item.GetProperty("party").GetString()!,
                    item.GetProperty("fromNet").GetDecimal(),
                    item.GetProperty("toNet").GetDecimal()
                );
                nets.Add(party, to);
                differences.Add(item.GetProperty("difference").GetDecimal());
                interests.Add(item.GetProperty("interest").GetDecimal());
                if (from != before.GetValueOrDefault(party) || differences[^1] != to - from)
                {
                    _failures.Add(
                        $"{party} comes to {run} of {day} with {from} and leaves with {to}, {differences[^1]} apart; the run before left it with {before.GetValueOrDefault(party)}."
                    );
                }
            }

            if (differences.Count == 0 || differences.Sum() != 0 || interests.Sum() != 0)
            {
                _failures.Add(
                    $"The {differences.Count} differences of {run} of {day} sum to {differences.Sum()}, their interests to {interests.Sum()}."
                );
            }
            if (run != FirstMoneyRun && differences.Exists(difference => difference != 0))
            {
                _moved[run] = _moved.GetValueOrDefault(run) + 1;
            }
            before = nets;
        }
    }

    private static async Task<IReadOnlyList<JsonElement>> ItemsAsync(
        SettlementApi api,
        SettlementDay day,
        CancellationToken cancellationToken
    )
    {
        var items = new List<JsonElement>();
        try
        {
            await foreach (var item in api.ItemsAsync($"api/settlement/{day}", cancellationToken))
            {
                items.Add(item);
            }
        }
        catch (InvalidOperationException)
        {
            // A day without any run is not found; that is a failure of each run that was due.
        }

        return items;
    }

    private static string Names(IEnumerable<string> runs) => string.Join(' ', runs.Order(StringComparer.Ordinal));
}
