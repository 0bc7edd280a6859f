using Microsoft.Extensions.Time.Testing;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Merging;
using Settlement.Runs.Reconciliation;
using Settlement.Runs.Records;

namespace Settlement.Runs.Tests.Reconciliation;

public sealed class MovementFoldTests
{
    private static readonly Domain.Calendar.SettlementDay Day = RandomReadings.Day;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_changes_between_two_cuts_are_those_of_each_meter_looked_up_alone(int seed)
    {
        var (ledger, from, to) = await RandomReadings.MakeAsync(seed);
        var reader = new LedgerReader(ledger.Store, ledger.Heads);
        var fold = new MovementFold(reader);
        foreach (var (earlier, later) in new[] { (from, to), (to, from), (from, from) })
        {
            var page = await fold.PageAsync(Day, earlier, later, _ => true, MeterCursor.Start, 1000, default);
            Assert.Null(page.Next);
            Assert.Equal(await OracleAsync(reader, earlier, later), page.Items.Select(Text));
            Assert.Equal(ReferenceEquals(earlier, later), page.Items.Count == 0);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_earlier_totals_and_their_changes_are_the_later_totals(int seed)
    {
        var (ledger, from, to) = await RandomReadings.MakeAsync(seed);
        var fold = new MovementFold(new LedgerReader(ledger.Store, ledger.Heads));
        foreach (var groups in new[] { 1, 8, 64 })
        {
            var (before, after) = (new DayTotals(), new DayTotals());
            for (var group = 0; group < groups; group++)
            {
                before.Add(await ledger.DayFold.FoldAsync(Day, from, group, groups, default));
                after.Add(await ledger.DayFold.FoldAsync(Day, to, group, groups, default));
                var changes = await fold.FoldAsync(Day, from, to, group, groups, default);
                before.Add(changes.Late);
                before.Add(changes.Actual);
                before.Add(changes.Other);
            }

            for (var period = 1; period <= Day.Periods; period++)
            {
                Assert.Equal(after.CellsInPeriod(period).ToHashSet(), before.CellsInPeriod(period).ToHashSet());
            }
        }
    }

    [Fact]
    public async Task A_cut_of_a_later_epoch_is_the_later_one_though_its_numbers_are_lower()
    {
        var ledger = await TestLedger.MakeAsync();
        await TakeAsync(firstMeter: 0, count: 5, Decoding.Noon);
        var from = await ledger.CutAsync();
        ledger.Hub.Clear(Hubs.Readings, 0);
        Assert.NotNull((await ledger.Watch.OpenEpochAsync(new(Hubs.Readings, 0), _ => Task.FromResult("ann"), "Moved.", default)).Act);
        await TakeAsync(firstMeter: 4, count: 2, Decoding.Noon.AddHours(2));
        var to = await ledger.CutAsync();
        Assert.Equal((4, 1), (from.Readings[0].Sequence, to.Readings[0].Sequence));

        var reader = new LedgerReader(ledger.Store, ledger.Heads);
        foreach (var (earlier, later) in new[] { (from, to), (to, from) })
        {
            var page = await new MovementFold(reader).PageAsync(Day, earlier, later, _ => true, MeterCursor.Start, 1000, default);
            var changes = page.Items.Select(meter => ReferenceEquals(later, to) ? (meter.From, meter.To) : (meter.To, meter.From));
            Assert.Equal([(0, 14_000), (12_000, 14_000)], changes.Order());
        }

        async Task TakeAsync(int firstMeter, int count, DateTimeOffset enqueued)
        {
            var events = Enumerable
                .Range(0, count)
                .Select(i =>
                    Decoding.Event(
                        MessageText
                            .Reading()
                            .With("mpan", $"\"{Meters.Mpan(firstMeter + i)}\"")
                            .With("day", $"\"{Day}\"")
                            .With("kwh", $"[{enqueued.Hour}]")
                            .ToString(),
                        enqueued,
                        i
                    )
                )
                .ToArray();
            ledger.Hub.Keep(Hubs.Readings, 0, events);
            Assert.Equal(count, (await ledger.ReadingsIngest.IngestAsync(0, events, default)).Accepted);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Pages_add_up_to_the_whole_list(int limit)
    {
        var (ledger, from, to) = await RandomReadings.MakeAsync(7);
        var fold = new MovementFold(new LedgerReader(ledger.Store, ledger.Heads));
        var whole = await fold.PageAsync(Day, from, to, _ => true, MeterCursor.Start, 1000, default);
        var given = new List<string>();
        var pages = 0;
        for (MeterCursor? place = MeterCursor.Start; place is { } next; pages++)
        {
            Assert.True(MeterCursor.TryParse(next.ToString(), out var read));
            var page = await fold.PageAsync(Day, from, to, _ => true, read, limit, default);
            Assert.InRange(page.Items.Count, 0, limit);
            given.AddRange(page.Items.Select(Text));
            place = page.Next;
        }

        Assert.Equal(whole.Items.Select(Text), given);
        Assert.True(pages > 1);
    }

    [Fact]
    public async Task Blocks_that_were_merged_across_the_earlier_cut_change_nothing()
    {
        var (ledger, from, to) = await RandomReadings.MakeAsync(8);
        var reader = new LedgerReader(ledger.Store, ledger.Heads);
        var before = await reader.ListAsync(Day, to, default);
        var expected = await TextAsync();
        var clock = new FakeTimeProvider(Decoding.Noon);
        var cuts = new RunCuts(new RunStore(ledger.Store, clock));
        var upkeep = new BlockMaintenance(
            ledger.Heads,
            new MergeStore(ledger.Store),
            new BlockMerger(ledger.Store, reader, ledger.Heads, cuts, clock),
            new BlockSweeper(ledger.Store, ledger.Heads, cuts, clock)
        );
        for (var partition = 0; partition < 3; partition++)
        {
            await upkeep.MergeAsync(partition, (_, e) => Assert.Fail(e.Message), default);
        }

        Assert.NotEqual(before.Count, (await reader.ListAsync(Day, to, default)).Count);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await TextAsync());

        async Task<List<string>> TextAsync() =>
            [.. (await new MovementFold(reader).PageAsync(Day, from, to, _ => true, MeterCursor.Start, 1000, default)).Items.Select(Text)];
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("5-4-1")]
    [InlineData("0-65-1")]
    [InlineData("-1-4-1")]
    [InlineData("0-64-x")]
    public void What_no_page_gave_is_no_place(string text) => Assert.False(MeterCursor.TryParse(text, out _));

    private static async Task<List<string>> OracleAsync(LedgerReader reader, Cut from, Cut to)
    {
        var lines = new List<string>();
        foreach (var mpan in RandomReadings.Mpans)
        {
            var (before, after) = (
                await RandomReadings.WinnersAsync(reader, mpan, from),
                await RandomReadings.WinnersAsync(reader, mpan, to)
            );
            var changes = Enumerable
                .Range(1, 48)
                .Where(period => Value(before, period) != Value(after, period))
                .Select(period =>
                {
                    var cause =
                        Value(before, period) is null ? "late-data"
                        : Quality(before, period) == 'E' && Quality(after, period) == 'A' ? "estimates-turned-actual"
                        : "other-corrections";
                    return $" {period}:{cause}:{Value(before, period)}>{Value(after, period)}";
                })
                .ToList();
            if (changes.Count > 0)
            {
                lines.Add($"{mpan} {Sum(before)}>{Sum(after)}{string.Concat(changes)}");
            }
        }

        return lines;

        static long Sum(MeterVersion?[] winners) =>
            winners
                .Select(
                    (winner, period) =>
                        winner is null ? 0 : winner.WattHours[period - winner.First] * (winner.Cell.Flow == Flow.Export ? -1 : 1)
                )
                .Sum();

        static char? Quality(MeterVersion?[] winners, int period) =>
            winners[period] is { } winner ? winner.Qualities[period - winner.First].ToString()[0] : null;

        static string? Value(MeterVersion?[] winners, int period) =>
            winners[period] is { } winner
                ? $"{winner.WattHours[period - winner.First]} {winner.Cell.Supplier} {winner.Cell.Flow} {winner.Cell.Segment} {Quality(winners, period)}"
                : null;
    }

    private static string Text(ChangedMeter meter)
    {
        return $"{meter.Mpan} {meter.From}>{meter.To}{string.Concat(meter.Changes.Select(change => $" {change.Period}:{change.Cause}:{Of(change.From)}>{Of(change.To)}"))}";

        static string? Of(MeterValue? value) =>
            value is { } known
                ? $"{known.WattHours} {known.Cell.Supplier} {known.Cell.Flow} {known.Cell.Segment} {known.Quality.ToString()[0]}"
                : null;
    }
}
