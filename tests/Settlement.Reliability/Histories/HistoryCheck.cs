using System.Globalization;
using System.Text;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Rejects;
using Settlement.Ledger.Storage;

namespace Settlement.Reliability.Histories;

/// <summary>What a history that came out right was made of.</summary>
public sealed record HistoryReport(int Events, int Values, int Crashes, int Cuts);

/// <summary>Plays a history and compares all that the ledger says with the oracle.</summary>
public sealed class HistoryCheck
{
    private static readonly int[] AllGroups = [1, 3, 8];

    private readonly History _history;
    private readonly HeadStore _heads;
    private readonly RejectStore _rejects;
    private readonly LedgerReader _ledger;
    private readonly DayFold _fold;

    private HistoryCheck(History history, ITableStore store)
    {
        _history = history;
        _heads = new HeadStore(store);
        _rejects = new RejectStore(store, _heads);
        _ledger = new LedgerReader(store, _heads);
        _fold = new DayFold(_ledger);
    }

    /// <summary>Plays the history of a seed into an empty store and checks the ledger.</summary>
    /// <exception cref="HistoryMismatchException">The ledger is wrong.</exception>
    public static async Task<HistoryReport> RunAsync(int seed, ITableStore store)
    {
        var history = HistoryGenerator.Make(seed);
        var check = new HistoryCheck(history, store);
        var player = new HistoryPlayer(history, store);
        var cuts = await player.PlayAsync(cut => check.FoldsAsync(cut, 3));
        // Again, now that later data is there: a cut is a cut.
        foreach (var cut in cuts)
            await check.FoldsAsync(cut, AllGroups);
        var all = Oracle.Values(check.Ingested(cuts[^1])).ToList();
        await check.VersionsAsync(all, cuts[^1]);
        for (var partition = 0; partition < history.Events.Count; partition++)
        {
            await check.StepsAsync(partition);
            await check.RejectsAsync(partition);
        }

        return new HistoryReport(history.Events.Sum(events => events.Count), all.Count, player.Crashes, cuts.Count);
    }

    private IEnumerable<HistoryEvent> Ingested(Cut cut) => cut.Readings.SelectMany(partition => _history.Events[partition.Partition].Where(e => e.Sequence <= partition.Sequence));

    private async Task FoldsAsync(Cut cut, params int[] groupings)
    {
        var totals = Oracle.Totals(Oracle.Values(Ingested(cut)));
        var days = totals.Keys.Select(key => key.Day).DefaultIfEmpty(new DateOnly(2026, 6, 16)).ToHashSet();
        days.Add(days.Min().AddDays(-1));
        days.Add(days.Max().AddDays(1));
        foreach (var day in days)
        {
            var expected = Text(day, period => totals.TryGetValue((day, period), out var cells) ? cells.Select(cell => (cell.Key, cell.Value.WattHours, cell.Value.Values)) : []);
            foreach (var groups in groupings)
            {
                var fast = await SumAsync(groups, group => _fold.FoldAsync(Day(day), cut, group, groups, default));
                Same($"the fold of {day:yyyy-MM-dd} in {groups} groups", expected, Text(day, period => fast.Of(period).Select(Line)));
                var slow = await SumAsync(groups, group => _fold.FoldFromReadingsAsync(Day(day), cut, group, groups, default));
                Same($"the fold of {day:yyyy-MM-dd} from readings in {groups} groups", expected, Text(day, period => slow.Of(period).Select(Line)));
            }
        }
    }

    private async Task VersionsAsync(IReadOnlyCollection<OracleValue> values, Cut cut)
    {
        foreach (var meter in values.GroupBy(value => (value.Mpan, value.At.Day)).Take(40))
        {
            var mpan = Mpan.FromFirstTwelve(long.Parse(meter.Key.Mpan[..12], CultureInfo.InvariantCulture));
            var found = new List<string>();
            await foreach (var version in _ledger.VersionsAsync(mpan, Day(meter.Key.Day), cut, default))
            {
                for (var period = version.First; period <= version.Last; period++)
                {
                    if (version.Has(period))
                        found.Add(Version(period, version.WattHours[period - version.First], version.Qualities[period - version.First].Text(), Cell(version.Cell), version.Key));
                }
            }

            var expected = meter.Select(value => Version(
                value.At.Period, value.WattHours, value.Quality, value.Cell, new VersionKey(value.Revision, value.Enqueued.UtcTicks, value.Partition, value.Sequence, value.Place)));
            Same($"the versions of {meter.Key}", Sorted(expected), Sorted(found));
        }
    }

    private async Task StepsAsync(int partition)
    {
        var next = 0L;
        await foreach (var (number, step) in _heads.ReadStepsAsync(Hubs.Readings, partition, 0, default))
        {
            var events = _history.Events[partition].Where(e => e.Sequence >= step.From && e.Sequence <= step.To).ToList();
            var accepted = events.Sum(e => e.Accepted?.Count(verdict => verdict) ?? 0);
            var rejected = events.Sum(e => e.Accepted?.Count(verdict => !verdict) ?? 1);
            Same($"step {number} of partition {partition}", $"from {next}: {events.Count} events, {accepted} + {rejected}", $"from {step.From}: {step.Events} events, {step.Accepted} + {step.Rejected}");
            next = step.To + 1;
        }

        Same($"the end of partition {partition}", $"{_history.Events[partition].Count}", $"{next}");
    }

    private async Task RejectsAsync(int partition)
    {
        var found = new List<string>();
        await foreach (var reject in _rejects.ReadAsync(Hubs.Readings, partition, default))
            found.Add($"{reject.Reject.Sequence}/{reject.Reject.Place} {reject.BodyText}");
        var expected = _history.Events[partition].SelectMany(e => Oracle.Rejects(e).Select(reject => $"{e.Sequence}/{reject.Place} {reject.Body}"));
        Same($"the rejects of partition {partition}", string.Join('\n', expected), string.Join('\n', found));
    }

    private static async Task<DayTotals> SumAsync(int groups, Func<int, ValueTask<DayTotals>> fold)
    {
        var sum = new DayTotals();
        for (var group = 0; group < groups; group++)
            sum.Add(await fold(group));
        return sum;
    }

    private static (string Cell, long WattHours, long Values) Line(CellTotal total) => ($"{Cell(total.Cell)} {total.Quality.Text()}", total.WattHours, total.Values);

    private static string Cell(SettlementCell cell) =>
        string.Join(' ', cell.GspGroup, cell.Supplier, cell.Flow.Text(), cell.Segment.Text(), cell.Connection.Text(), cell.Domestic, cell.DistributorId, cell.Llfc);

    private static string Version(int period, long wattHours, string quality, string cell, VersionKey key) =>
        string.Create(CultureInfo.InvariantCulture, $"{period} {wattHours} {quality} {cell} {key.Revision} {key.Enqueued} {key.Partition} {key.Sequence} {key.Place}");

    private static SettlementDay Day(DateOnly day) => SettlementDay.Parse(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Beyond the day's last period too, where nothing may be.</summary>
    private static string Text(DateOnly day, Func<int, IEnumerable<(string Cell, long WattHours, long Values)>> of)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}");
        for (var period = 1; period <= SettlementDay.MaxPeriods; period++)
        {
            foreach (var (cell, wattHours, values) in of(period).OrderBy(line => line.Cell, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"\n{period} {cell}: {wattHours} Wh of {values}");
        }

        return text.ToString();
    }

    private static string Sorted(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    private void Same(string what, string expected, string actual)
    {
        if (expected == actual)
            return;
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(left.Length, right.Length)).First(i => left.ElementAtOrDefault(i) != right.ElementAtOrDefault(i));
        throw new HistoryMismatchException(
            _history.Seed,
            $"{what} should have {left.Length} lines and has {right.Length}; line {line + 1} should be '{left.ElementAtOrDefault(line)}' and is '{right.ElementAtOrDefault(line)}'.");
    }
}
