using System.Globalization;
using System.Text;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Storage;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>Plays a history and compares all that the ledger says with the oracle.</summary>
public sealed class HistoryCheck
{
    private static readonly int[] Groupings = [1, 2, 8];

    private readonly History _history;
    private readonly LedgerParts _ledger;

    private HistoryCheck(History history, ITableStore store)
    {
        _history = history;
        _ledger = new LedgerParts(store, new HubMemory());
    }

    /// <summary>Plays the history of a seed into an empty store and checks the ledger.</summary>
    /// <returns>What it was made of.</returns>
    /// <exception cref="HistoryMismatchException">The ledger is wrong.</exception>
    public static async Task<Tally> RunAsync(int seed, ITableStore store)
    {
        var history = HistoryGenerator.Make(seed);
        var check = new HistoryCheck(history, store);
        var tally = new Tally();
        try
        {
            var cuts = await new HistoryPlayer(history, store, tally).PlayAsync(cut => check.FoldsAsync(cut, 3));
            tally.Count("cuts", cuts.Count);
            // Again, now that later data is there: a cut is a cut.
            foreach (var cut in cuts)
                await check.FoldsAsync(cut, Groupings[seed % Groupings.Length]);
            await check.EndAsync(cuts[^1], tally);
        }
        catch (Exception e) when (e is not HistoryMismatchException)
        {
            throw new HistoryMismatchException(seed, $"ended in {e}");
        }

        return tally;
    }

    private async Task EndAsync(Cut cut, Tally tally)
    {
        var aside = new HashSet<(string, int, long)>();
        foreach (var (hub, partitions) in _history.Events)
        {
            for (var partition = 0; partition < partitions.Count; partition++)
            {
                aside.UnionWith(await SetAsideAsync(hub, partition));
                await StepsAsync(hub, partition, aside);
                await RejectsAsync(hub, partition, aside);
            }
        }

        var all = Oracle.Values(await IngestedAsync(Hubs.Readings, cut.Readings)).ToList();
        await VersionsAsync(all, cut);
        HistoryKinds.Count(_history, all, tally);
        tally.Count("events set aside", aside.Count);
    }

    /// <summary>The events of a hub that count at a cut: no replay that was sent before, none that an operator set aside.</summary>
    private async Task<IReadOnlyList<HistoryEvent>> IngestedAsync(string hub, IReadOnlyList<PartitionCut> cut)
    {
        var ingested = new List<HistoryEvent>();
        foreach (var partition in cut)
        {
            var aside = await SetAsideAsync(hub, partition.Partition);
            ingested.AddRange(Oracle.WithoutRepeatedReplays(_history.Events[hub][partition.Partition]).Where(e => e.Sequence <= partition.Sequence && !aside.Contains((hub, e.Partition, e.Sequence))));
        }

        return ingested;
    }

    /// <summary>What was set aside, as the rejects say; only what cannot be stored may be.</summary>
    private async Task<HashSet<(string Hub, int Partition, long Sequence)>> SetAsideAsync(string hub, int partition)
    {
        var aside = new HashSet<(string, int, long)>();
        if (_history.Curse is not { SetAside: true } curse)
            return aside;
        await foreach (var reject in _ledger.Rejects.ReadAsync(hub, partition, default))
        {
            if (reject.Reject.Reasons != RejectReasons.SetAside)
                continue;
            var e = _history.Events[hub][partition][(int)reject.Id.Sequence];
            var days = hub == Hubs.Readings ? Oracle.Values([e]).Select(value => value.At.Day) : MarketOracle.Days(e);
            Same($"the day of event {e.Sequence} of {hub}/{partition}, which was set aside", "cursed", days.Contains(curse.Day) ? "cursed" : "another");
            aside.Add((hub, partition, e.Sequence));
        }

        return aside;
    }

    private async Task FoldsAsync(Cut cut, int groups)
    {
        var totals = Oracle.Totals(Oracle.Values(await IngestedAsync(Hubs.Readings, cut.Readings)));
        var market = await IngestedAsync(Hubs.Market, cut.Market);
        var days = totals.Keys.Select(key => key.Day).Concat(market.SelectMany(MarketOracle.Days)).DefaultIfEmpty(new DateOnly(2026, 6, 16)).ToHashSet();
        days.Add(days.Min().AddDays(-1));
        days.Add(days.Max().AddDays(1));
        foreach (var day in days)
        {
            var expected = LedgerText.Lines(totals.Where(total => total.Key.Day == day).SelectMany(total => total.Value.Select(cell => Line(total.Key.Period, cell.Key, cell.Value.WattHours, cell.Value.Values))));
            var fast = await SumAsync(groups, group => _ledger.DayFold.FoldAsync(Day(day), cut, group, groups, default));
            Same($"the fold of {day:yyyy-MM-dd} in {groups} groups", expected, LedgerText.Totals(fast));
            var slow = await SumAsync(groups, group => _ledger.DayFold.FoldFromReadingsAsync(Day(day), cut, group, groups, default));
            Same($"the fold of {day:yyyy-MM-dd} from readings in {groups} groups", expected, LedgerText.Totals(slow));
            Same($"the market inputs of {day:yyyy-MM-dd}", MarketOracle.Winners(market, day), LedgerText.Market(await _ledger.MarketFold.FoldAsync(Day(day), cut, default)));
        }
    }

    private async Task VersionsAsync(IReadOnlyCollection<OracleValue> values, Cut cut)
    {
        foreach (var meter in values.GroupBy(value => (value.Mpan, value.At.Day)).Take(40))
        {
            var mpan = Mpan.FromFirstTwelve(long.Parse(meter.Key.Mpan[..12], CultureInfo.InvariantCulture));
            var found = new List<string>();
            await foreach (var version in _ledger.Reader.VersionsAsync(mpan, Day(meter.Key.Day), cut, default))
                found.AddRange(LedgerText.Version(version));
            var expected = meter.Select(value => LedgerText.Value(
                value.At.Period, value.WattHours, value.Quality, value.Cell, value.Revision, value.Enqueued.UtcTicks, value.Partition, value.Sequence, value.Place));
            Same($"the versions of {meter.Key}", LedgerText.Lines(expected), LedgerText.Lines(found));
        }
    }

    private async Task StepsAsync(string hub, int partition, HashSet<(string, int, long)> aside)
    {
        var effective = Oracle.WithoutRepeatedReplays(_history.Events[hub][partition]);
        var next = 0L;
        await foreach (var (number, step) in _ledger.Heads.ReadStepsAsync(hub, partition, 0, default))
        {
            var taken = effective.Where(e => e.Sequence >= step.From && e.Sequence <= step.To).ToList();
            var read = taken.Where(e => !aside.Contains((hub, partition, e.Sequence))).ToList();
            var accepted = read.Sum(e => e.Accepted?.Count(verdict => verdict) ?? 0);
            var rejected = read.Sum(e => e.Accepted?.Count(verdict => !verdict) ?? 1) + taken.Count - read.Count;
            Same(
                $"step {number} of {hub}/{partition}",
                $"from {next}: {step.To - next + 1} events, {accepted} + {rejected}",
                $"from {step.From}: {step.Events} events, {step.Accepted} + {step.Rejected}");
            next = step.To + 1;
        }

        Same($"the end of {hub}/{partition}", $"{_history.Events[hub][partition].Count}", $"{next}");
    }

    /// <summary>Each reject once and whole, but for those that were sent again.</summary>
    private async Task RejectsAsync(string hub, int partition, HashSet<(string, int, long)> aside)
    {
        var found = new List<string>();
        await foreach (var reject in _ledger.Rejects.ReadAsync(hub, partition, default))
            found.Add(LedgerText.Reject(reject));
        var effective = Oracle.WithoutRepeatedReplays(_history.Events[hub][partition]);
        var replayed = effective.Where(e => e.ReplayOf is not null).Select(e => e.ReplayOf!.Value).ToHashSet();
        var expected = effective.SelectMany(e => aside.Contains((hub, partition, e.Sequence))
            ? [$"{e.Sequence}/0 {Encoding.UTF8.GetString(e.Body)}"]
            : Oracle.Rejects(e).Where(reject => !replayed.Contains((e.Sequence, reject.Place))).Select(reject => $"{e.Sequence}/{reject.Place} {reject.Body}"));
        Same($"the rejects of {hub}/{partition}", string.Join('\n', expected), string.Join('\n', found));
    }

    private static string Line(int period, string cell, long wattHours, long values)
    {
        var at = cell.LastIndexOf(' ');
        return LedgerText.Total(period, cell[..at], cell[(at + 1)..], wattHours, values);
    }

    private static async Task<DayTotals> SumAsync(int groups, Func<int, ValueTask<DayTotals>> fold)
    {
        var sum = new DayTotals();
        for (var group = 0; group < groups; group++)
            sum.Add(await fold(group));
        return sum;
    }

    private static SettlementDay Day(DateOnly day) => SettlementDay.Parse(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

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
