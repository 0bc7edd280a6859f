using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Reconciliation;
using Settlement.Ledger.Tests.Support;

namespace Settlement.Ledger.Tests.Reconciliation;

public sealed class MovementFoldTests
{
    private const int MetersOfMarket = 30;
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_changes_between_two_cuts_are_those_of_each_meter_looked_up_alone(int seed)
    {
        var (ledger, from, to) = await HistoryAsync(seed);
        var reader = new LedgerReader(ledger.Store, ledger.Heads);
        var fold = new MovementFold(reader);
        foreach (var (earlier, later) in new[] { (from, to), (to, from), (from, from) })
        {
            var page = await fold.PageAsync(Day, earlier, later, _ => true, MeterPlace.Start, 1000, default);
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
        var (ledger, from, to) = await HistoryAsync(seed);
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
                Assert.Equal(after.Of(period).ToHashSet(), before.Of(period).ToHashSet());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Pages_add_up_to_the_whole_list(int limit)
    {
        var (ledger, from, to) = await HistoryAsync(7);
        var fold = new MovementFold(new LedgerReader(ledger.Store, ledger.Heads));
        var whole = await fold.PageAsync(Day, from, to, _ => true, MeterPlace.Start, 1000, default);
        var given = new List<string>();
        var pages = 0;
        for (MeterPlace? place = MeterPlace.Start; place is { } next; pages++)
        {
            Assert.True(MeterPlace.TryParse(next.ToString(), out var read));
            var page = await fold.PageAsync(Day, from, to, _ => true, read, limit, default);
            Assert.InRange(page.Items.Count, 0, limit);
            given.AddRange(page.Items.Select(Text));
            place = page.Next;
        }

        Assert.Equal(whole.Items.Select(Text), given);
        Assert.True(pages > 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("5-4-1")]
    [InlineData("0-65-1")]
    [InlineData("-1-4-1")]
    [InlineData("0-64-x")]
    public void What_no_page_gave_is_no_place(string text) => Assert.False(MeterPlace.TryParse(text, out _));

    /// <summary>Messages of some meters with everything that can change, over three partitions; the earlier cut stands in the middle of them.</summary>
    private static async Task<(TestLedger Ledger, Cut From, Cut To)> HistoryAsync(int seed)
    {
        var random = new Random(seed);
        var ledger = await TestLedger.MakeAsync();
        for (var i = 0; i < 60; i++)
            await SendAsync();
        var from = await ledger.CutAsync(3);
        for (var i = 0; i < 30; i++)
            await SendAsync();
        return (ledger, from, await ledger.CutAsync(3));

        async Task SendAsync()
        {
            var (first, count) = (random.Next(1, 46), random.Next(1, 48));
            count = Math.Min(count, 48 - first + 1);
            string[] kwh = [.. Enumerable.Range(0, count).Select(i => i > 0 && random.Next(5) == 0 ? "null" : $"{random.Next(1, 4)}")];
            string[] quality = [.. Enumerable.Range(0, count).Select(_ => random.Next(2) == 0 ? "\"A\"" : "\"E1\"")];
            await ledger.ReadingsAsync(random.Next(3), MessageText.Reading()
                .With("mpan", $"\"{Meters.Mpan(random.Next(MetersOfMarket))}\"").With("supplier", random.Next(4) == 0 ? "\"BRAV\"" : "\"ALFA\"")
                .With("flow", random.Next(5) == 0 ? "\"export\"" : "\"import\"").With("from", $"{first}").With("kwh", $"[{string.Join(',', kwh)}]")
                .With("quality", $"[{string.Join(',', quality)}]").With("revision", $"{random.Next(3)}").ToString());
        }
    }

    private static async Task<List<string>> OracleAsync(LedgerReader reader, Cut from, Cut to)
    {
        var lines = new List<string>();
        foreach (var mpan in Enumerable.Range(0, MetersOfMarket).Select(meter => Mpan.TryParse(Meters.Mpan(meter), out var mpan) ? mpan : default).Order())
        {
            var (before, after) = (await WinnersAsync(mpan, from), await WinnersAsync(mpan, to));
            var changes = Enumerable.Range(1, 48).Where(period => Value(before, period) != Value(after, period)).Select(period =>
            {
                var cause = Value(before, period) is null ? "late-data" : Quality(before, period) == 'E' && Quality(after, period) == 'A' ? "estimates-turned-actual" : "other-corrections";
                return $" {period}:{cause}:{Value(before, period)}>{Value(after, period)}";
            }).ToList();
            if (changes.Count > 0)
                lines.Add($"{mpan} {Sum(before)}>{Sum(after)}{string.Concat(changes)}");
        }

        return lines;

        async Task<MeterVersion?[]> WinnersAsync(Mpan mpan, Cut cut)
        {
            var versions = new List<MeterVersion>();
            await foreach (var version in reader.VersionsAsync(mpan, Day, cut, default))
                versions.Add(version);
            return Winners.Of(versions);
        }

        static long Sum(MeterVersion?[] winners) => winners.Select((winner, period) =>
            winner is null ? 0 : winner.WattHours[period - winner.First] * (winner.Cell.Flow == Flow.Export ? -1 : 1)).Sum();

        static char? Quality(MeterVersion?[] winners, int period) => winners[period] is { } winner ? winner.Qualities[period - winner.First].ToString()[0] : null;

        static string? Value(MeterVersion?[] winners, int period) => winners[period] is { } winner
            ? $"{winner.WattHours[period - winner.First]} {winner.Cell.Supplier} {winner.Cell.Flow} {Quality(winners, period)}"
            : null;
    }

    private static string Text(ChangedMeter meter)
    {
        return $"{meter.Mpan} {meter.From}>{meter.To}{string.Concat(meter.Changes.Select(change => $" {change.Period}:{change.Cause}:{Of(change.From)}>{Of(change.To)}"))}";

        static string? Of(MeterValue? value) => value is { } known ? $"{known.WattHours} {known.Cell.Supplier} {known.Cell.Flow} {known.Quality.ToString()[0]}" : null;
    }
}
