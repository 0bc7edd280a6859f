using System.Globalization;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Doubts;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Rejects;
using Settlement.Reliability.Support;
using Settlement.Storage;

namespace Settlement.Reliability.Histories;

/// <summary>Plays a history and compares all that the ledger says with the oracle.</summary>
public sealed class HistoryCheck
{
    private static readonly int[] AllGroups = [1, 3, 8];

    private readonly History _history;
    private readonly Tally _hazards;
    private readonly LedgerParts _ledger;
    private readonly HistoryPlayer _player;
    private readonly Dictionary<
        Cut,
        (IReadOnlyDictionary<DateOnly, string> Readings, IReadOnlyDictionary<DateOnly, string> Market)
    > _expected = [];

    private HistoryCheck(History history, ITableStore store)
    {
        _history = history;
        _hazards = history.Hazards;
        _ledger = new LedgerParts(store, new HubMemory());
        _player = new HistoryPlayer(history, store, _hazards) { AtCut = FoldsAsync };
    }

    /// <summary>Plays the history of a seed into an empty store and checks the ledger.</summary>
    /// <returns>What it was made of.</returns>
    /// <exception cref="HistoryMismatchException">The ledger is wrong, or something ended as nothing may end.</exception>
    public static async Task<Tally> RunAsync(long seed, ITableStore store)
    {
        try
        {
            return await new HistoryCheck(HistoryGenerator.Make(seed), store).RunAsync();
        }
        catch (Exception e) when (e is not HistoryMismatchException)
        {
            throw new HistoryMismatchException(seed, $"ended in {e.GetType().Name}: {e.Message}", e);
        }
    }

    private async Task<Tally> RunAsync()
    {
        var cuts = await _player.PlayAsync();
        // Again, now that later data is there: a cut is a cut.
        foreach (var cut in cuts.SkipLast(1))
        {
            await FoldsAsync(cut, _ledger, AllGroups[(int)(_history.Seed % 3)], 1);
        }
        var events = Hubs
            .All.SelectMany(hub =>
                Enumerable.Range(0, _history.Partitions[hub][^1]).SelectMany(partition => _player.Log.ListEvents(hub, partition))
            )
            .ToList();
        var values = Taken(events, Hubs.Readings).SelectMany(e => e.Values).ToList();
        var inputs = Taken(events, Hubs.Market).SelectMany(e => e.Inputs).ToList();
        await VersionsAsync(values, cuts[^1]);
        await LiveAsync(values);
        await DoubtsAsync([.. Taken(events, Hubs.Readings)], cuts);
        foreach (var partition in events.GroupBy(e => (e.Hub, e.Partition)))
        {
            await StepsAsync(partition.Key.Hub, partition.Key.Partition, [.. partition]);
            await RejectsAsync(partition.Key.Hub, partition.Key.Partition, [.. partition]);
        }

        Census.Count(values, _hazards);
        Census.Count(inputs, _hazards);
        var seen = _expected[cuts[0]].Readings.Keys.ToHashSet();
        var inFirst = Taken(InCut(cuts[0].Readings, Hubs.Readings), Hubs.Readings).SelectMany(e => e.Values).Count();
        _hazards.Count(Hazard.LateValue, values.Count(value => seen.Contains(value.Day)) - inFirst);
        _hazards.Count("histories");
        _hazards.Count("events", events.Count);
        _hazards.Count("values of meters", values.Count);
        _hazards.Count("market inputs", inputs.Count);
        _hazards.Count("cuts", cuts.Count);
        return _hazards;
    }

    private static IEnumerable<HistoryEvent> Taken(IEnumerable<HistoryEvent> events, string hub) =>
        events.Where(e => e.Hub == hub && e.Fate == MessageVariant.Taken);

    private IEnumerable<HistoryEvent> InCut(IReadOnlyList<PartitionCut> cut, string hub) =>
        cut.SelectMany(partition =>
            _player.Log.ListEvents(hub, partition.Partition).Where(e => e.Place.CompareTo((partition.Epoch, partition.Sequence)) <= 0)
        );

    private (IReadOnlyDictionary<DateOnly, string> Readings, IReadOnlyDictionary<DateOnly, string> Market) Expected(Cut cut)
    {
        if (_expected.TryGetValue(cut, out var known))
        {
            return known;
        }
        var readings = Oracle
            .Winners(Taken(InCut(cut.Readings, Hubs.Readings), Hubs.Readings).SelectMany(e => e.Values))
            .GroupBy(value => value.Day)
            .ToDictionary(
                day => day.Key,
                day =>
                    LedgerText.Lines(
                        Oracle
                            .Totals(day)
                            .Select(total => LedgerText.Total(total.Period, total.Cell, total.Quality, total.WattHours, total.Values))
                    )
            );
        var market = MarketOracle
            .Winners(Taken(InCut(cut.Market, Hubs.Market), Hubs.Market).SelectMany(e => e.Inputs))
            .GroupBy(input => input.Day)
            .ToDictionary(
                day => day.Key,
                day =>
                    LedgerText.Lines(
                        day.Select(input => LedgerText.Input(input.Period, input.Type, input.Key, input.A, input.B, input.Rest))
                    )
            );
        return _expected[cut] = (readings, market);
    }

    private async Task FoldsAsync(Cut cut, LedgerParts ledger, int fastGroups, int slowGroups)
    {
        var (readings, market) = Expected(cut);
        foreach (var day in Around(readings.Keys))
        {
            var expected = readings.GetValueOrDefault(day, string.Empty);
            var fast = await SumAsync(fastGroups, group => ledger.DayFold.FoldAsync(Day(day), cut, group, fastGroups, default));
            Same($"the fold of {day:yyyy-MM-dd} in {fastGroups} groups", expected, LedgerText.Totals(fast));
            var slow = await SumAsync(slowGroups, group => ledger.DayFold.FoldFromReadingsAsync(Day(day), cut, group, slowGroups, default));
            Same($"the fold of {day:yyyy-MM-dd} from readings in {slowGroups} groups", expected, LedgerText.Totals(slow));
        }

        foreach (var day in Around(market.Keys))
        {
            Same(
                $"the market inputs of {day:yyyy-MM-dd}",
                market.GetValueOrDefault(day, string.Empty),
                LedgerText.Market(await ledger.MarketFold.FoldAsync(Day(day), cut, default))
            );
        }
    }

    /// <summary>Some days, and those before and after them, on which there must be nothing.</summary>
    private static HashSet<DateOnly> Around(IEnumerable<DateOnly> days)
    {
        var around = days.DefaultIfEmpty(new DateOnly(2026, 6, 16)).ToHashSet();
        around.Add(around.Min().AddDays(-1));
        around.Add(around.Max().AddDays(1));
        return around;
    }

    private async Task VersionsAsync(IReadOnlyCollection<OracleValue> values, Cut cut)
    {
        foreach (var meter in values.GroupBy(value => (value.Mpan, value.Day)).Take(20))
        {
            var mpan = Mpan.FromFirstTwelve(long.Parse(meter.Key.Mpan[..12], CultureInfo.InvariantCulture));
            var found = new List<string>();
            await foreach (var version in _ledger.Reader.VersionsAsync(mpan, Day(meter.Key.Day), cut, default))
            {
                found.AddRange(LedgerText.Version(version));
            }
            var expected = meter.Select(value =>
                LedgerText.Value(
                    value.Period,
                    value.WattHours,
                    value.Quality,
                    value.Cell,
                    value.Revision,
                    value.Enqueued.UtcTicks,
                    value.Partition,
                    value.Epoch,
                    value.Sequence,
                    value.Place
                )
            );
            Same($"the versions of {meter.Key}", LedgerText.Lines(expected), LedgerText.Lines(found));
        }
    }

    /// <summary>The running sums have every version, whether it wins or not.</summary>
    private async Task LiveAsync(List<OracleValue> values)
    {
        var partitions = Enumerable.Range(0, _history.Partitions[Hubs.Readings][^1]).ToList();
        foreach (var day in Around(values.Select(value => value.Day)))
        {
            var ofDay = values.Where(value => value.Day == day).ToList();
            var groups = Oracle.Totals(ofDay.Select(value => value with { Cell = Words(value, 0) }));
            var suppliers = Oracle.Totals(ofDay.Select(value => value with { Cell = Words(value, 1), Period = 0 }));
            Same(
                $"what has arrived for {day:yyyy-MM-dd}",
                LedgerText.Lines(
                    groups
                        .Concat(suppliers)
                        .Select(total => LedgerText.Total(total.Period, total.Cell, total.Quality, total.WattHours, total.Values))
                ),
                LedgerText.Live((await _ledger.Live.ReadAsync(Day(day), partitions, default)).Totals)
            );
        }

        static string Words(OracleValue value, int of) => value.Cell.Split(' ') is var words ? $"{words[of]} {words[2]}" : "";
    }

    /// <summary>What waits aside is listed with what became of it, and at each cut those are counted as waiting that would win.</summary>
    private async Task DoubtsAsync(List<HistoryEvent> taken, IReadOnlyList<Cut> cuts)
    {
        var released = taken.Where(e => e.Release is not null).ToDictionary(e => Name(e.Release!.Value.Value));
        var found = new List<string>();
        await foreach (var (day, partition) in _ledger.Doubts.ListDaysAsync(default))
        {
            await foreach (var stored in _ledger.Doubts.ReadAsync(day, partition, long.MaxValue, default))
            {
                if (stored.Doubt.Code == DoubtCode.ImplausibleValue)
                {
                    var (doubt, version) = (stored.Doubt, stored.Doubt.Version);
                    found.Add(
                        $"{partition} {version.Position}/{version.Place} {day} {doubt.Period} {doubt.Mpan}: {doubt.Amount} {stored.IsWaiting}"
                    );
                }
            }
        }

        var quarantined = taken.SelectMany(e => e.Quarantined).ToList();
        Same(
            "the values that waited",
            LedgerText.Lines(quarantined.Select(value => $"{Name(value)}: {value.WattHours} {!released.ContainsKey(Name(value))}")),
            LedgerText.Lines(found)
        );
        _hazards.Count(Hazard.ValueQuarantined, quarantined.Count);
        foreach (var cut in cuts)
        {
            await WaitingAsync(cut);
        }
        var winners = Oracle.Winners(taken.SelectMany(e => e.Values)).ToHashSet();
        _hazards.Count(
            Hazard.ValueReleasedTooLate,
            released.Values.Count(e =>
                !winners.Contains(e.Release!.Value.Value)
                && taken.Any(other =>
                    other.Enqueued < e.Enqueued
                    && other.Values.Any(value =>
                        value.Mpan == e.Release.Value.Value.Mpan
                        && value.Start == e.Release.Value.Value.Start
                        && (value.Revision, value.Arrival).CompareTo((e.Release.Value.Value.Revision, e.Release.Value.Value.Arrival)) > 0
                    )
                )
            )
        );

        static string Name(OracleValue value) =>
            $"{value.Partition} {EpochPosition.Of(value.Epoch, value.Sequence)}/{value.Place} {value.Day:yyyy-MM-dd} {value.Period} {value.Mpan}";
    }

    private async Task WaitingAsync(Cut cut)
    {
        var inCut = Taken(InCut(cut.Readings, Hubs.Readings), Hubs.Readings).ToList();
        var winners = Oracle.Winners(inCut.SelectMany(e => e.Values)).ToDictionary(value => (value.Mpan, value.Start));
        var released = inCut.Where(e => e.Release is not null).Select(e => e.Release!.Value.Value).ToHashSet();
        var waiting = inCut
            .SelectMany(e => e.Quarantined)
            .Where(value =>
                !released.Contains(value)
                && (
                    !winners.TryGetValue((value.Mpan, value.Start), out var winner)
                    || (value.Revision, value.Arrival).CompareTo((winner.Revision, winner.Arrival)) > 0
                )
            );
        foreach (var day in inCut.SelectMany(e => e.Quarantined).Select(value => value.Day).Distinct())
        {
            var counts = new List<DoubtCount>();
            for (var group = 0; group < 3; group++)
            {
                counts.AddRange((await _ledger.DayFold.FoldWithDoubtsAsync(Day(day), cut, group, 3, default)).Doubts);
            }
            Same(
                $"the values that wait of {day:yyyy-MM-dd}",
                LedgerText.Lines(
                    waiting
                        .Where(value => value.Day == day)
                        .GroupBy(value => value.Cell.Split(' ')[1])
                        .Select(supplier => $"{supplier.Key} {supplier.Count()}")
                ),
                LedgerText.Lines(
                    counts
                        .Where(count => count.Code == DoubtCodes.Quarantined)
                        .GroupBy(count => count.Supplier)
                        .Select(supplier => $"{supplier.Key} {supplier.Sum(count => count.Count)}")
                )
            );
        }
    }

    private async Task StepsAsync(string hub, int partition, List<HistoryEvent> events)
    {
        var (epoch, next) = (0, 0L);
        await foreach (var (number, step) in _ledger.Heads.ReadStepsAsync(new(hub, partition), 0, default))
        {
            _hazards.Count("head steps");
            if (step.Epoch > epoch)
            {
                Same(
                    $"the end of epoch {epoch} of partition {partition} of '{hub}'",
                    $"{events.Count(e => e.Epoch == epoch)}, then {epoch + 1} from 0 to -1 with 0 days",
                    $"{next}, then {step.Epoch} from {step.From} to {step.To} with {step.Days.Count} days"
                );
                (epoch, next) = (step.Epoch, 0);
                continue;
            }
            var moved = events.Where(e => e.Epoch == epoch && e.Sequence >= step.From && e.Sequence <= step.To).ToList();
            var taken = moved.Count(e => e.Fate != MessageVariant.Expired);
            var accepted = moved.Where(e => e.Fate == MessageVariant.Taken).Sum(e => e.Accepted?.Count(verdict => verdict) ?? 0);
            var rejected = moved.Where(e => e.Fate is MessageVariant.Taken or MessageVariant.SetAside).Sum(e => Oracle.Rejects(e).Count());
            Same(
                $"step {number} of partition {partition} of '{hub}'",
                $"from {next}: {taken} events, {accepted} + {rejected}",
                $"from {step.From}: {step.Events} events, {step.Accepted} + {step.Rejected}"
            );
            next = step.To + 1;
        }

        Same($"the end of partition {partition} of '{hub}'", $"{events.Count(e => e.Epoch == epoch)}", $"{next}");
        Same($"the events beyond epoch {epoch} of partition {partition} of '{hub}'", "0", $"{events.Count(e => e.Epoch > epoch)}");
    }

    private async Task RejectsAsync(string hub, int partition, List<HistoryEvent> events)
    {
        var found = new List<string>();
        await foreach (var reject in _ledger.Rejects.ReadAsync(new(hub, partition), default))
        {
            found.Add(LedgerText.Reject(reject));
        }
        var replayed = events
            .Where(e => e.Fate is MessageVariant.Taken or MessageVariant.SetAside && e.ReplayOf is not null)
            .Select(e => e.ReplayOf!.Value)
            .ToHashSet();
        var expected = events
            .Where(e => e.Fate is MessageVariant.Taken or MessageVariant.SetAside)
            .SelectMany(e =>
                Oracle
                    .Rejects(e)
                    .Where(reject => !replayed.Contains((e.Epoch, e.Sequence, reject.Place)))
                    .Select(reject => $"{e.Epoch}/{e.Sequence}/{reject.Place} {reject.Body}")
            )
            .ToList();
        _hazards.Count(Hazard.RejectedObject, expected.Count);
        _hazards.Count(Hazard.BodyNotJson, events.Count(e => e.Accepted is null));
        Same($"the rejects of partition {partition} of '{hub}'", string.Join('\n', expected), string.Join('\n', found));
        await RejectPagesAsync(new PartitionId(hub, partition), found);
    }

    /// <summary>The pages of the list, and what they say of all pages, are what a walk over all rejects finds.</summary>
    private async Task RejectPagesAsync(PartitionId partition, List<string> all)
    {
        var (paged, next) = (new List<string>(), default(RejectPlace));
        do
        {
            var page = await _ledger.Rejects.List.ReadPageAsync([partition], new RejectFilter(), next, 3, default);
            Same($"how many rejects partition {partition} has", $"{all.Count}", $"{page.Total}");
            paged.AddRange(page.Items.Select(LedgerText.Reject));
            next = page.Next;
        } while (next is not null);
        Same($"the pages of the rejects of partition {partition}", string.Join('\n', all), string.Join('\n', paged));
    }

    private static async Task<DayTotals> SumAsync(int groups, Func<int, ValueTask<DayTotals>> fold)
    {
        var sum = new DayTotals();
        for (var group = 0; group < groups; group++)
        {
            sum.Add(await fold(group));
        }
        return sum;
    }

    private static SettlementDay Day(DateOnly day) => SettlementDay.Parse(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private void Same(string what, string expected, string actual)
    {
        if (expected == actual)
        {
            return;
        }
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var line = Enumerable
            .Range(0, Math.Max(left.Length, right.Length))
            .First(i => left.ElementAtOrDefault(i) != right.ElementAtOrDefault(i));
        throw new HistoryMismatchException(
            _history.Seed,
            $"{what} should have {left.Length} lines and has {right.Length}; line {line + 1} should be '{left.ElementAtOrDefault(line)}' and is '{right.ElementAtOrDefault(line)}'."
        );
    }
}
