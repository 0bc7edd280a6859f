using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Merging;
using Settlement.Runs.Records;

namespace Settlement.Ledger.Tests.Doubts;

/// <summary>A quarantined value is in no fold until it is released, counts once then, and keeps the version that it came with.</summary>
public sealed class ReleaseTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");

    [Fact]
    public async Task A_value_waits_alone_until_it_is_released()
    {
        var ledger = await QuarantinedAsync();
        Assert.Equal("1=1000 3=3000", await FoldedAsync(ledger));
        var waiting = Assert.Single(await ledger.DoubtsAsync(Day));
        Assert.True(waiting.IsWaiting);

        await ledger.ReleaseAsync(0, waiting.Doubt.Id);

        Assert.Equal("1=1000 2=60000 3=3000", await FoldedAsync(ledger));
        Assert.Equal((false, 2L), (Assert.Single(await ledger.DoubtsAsync(Day)).IsWaiting, (await ledger.DoubtsAsync(Day))[0].ReleasedBy));
    }

    [Fact]
    public async Task A_cut_from_before_the_release_does_not_have_it()
    {
        var ledger = await QuarantinedAsync();
        var before = await ledger.CutAsync();
        await ledger.ReleaseAsync(0, (await ledger.DoubtsAsync(Day))[0].Doubt.Id);

        Assert.Equal("1=1000 3=3000", await FoldedAsync(ledger, before));
    }

    [Fact]
    public async Task A_correction_that_came_in_between_wins_over_the_released_value()
    {
        var ledger = await QuarantinedAsync();
        await ledger.ReadingsAsync(0, MessageText.Reading().With("from", "2").With("kwh", "[2]").ToString());
        await ledger.ReleaseAsync(0, (await ledger.DoubtsAsync(Day))[0].Doubt.Id);

        Assert.Equal("1=1000 2=2000 3=3000", await FoldedAsync(ledger));
    }

    [Fact]
    public async Task A_correction_that_comes_after_the_release_wins_as_well()
    {
        var ledger = await QuarantinedAsync();
        await ledger.ReleaseAsync(0, (await ledger.DoubtsAsync(Day))[0].Doubt.Id);
        await ledger.ReadingsAsync(0, MessageText.Reading().With("from", "2").With("kwh", "[2]").ToString());

        Assert.Equal("1=1000 2=2000 3=3000", await FoldedAsync(ledger));
    }

    [Fact]
    public async Task A_released_value_wins_over_what_it_was_to_replace()
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.ReadingsAsync(0, MessageText.Reading().With("from", "2").With("kwh", "[7]").ToString());
        await QuarantineAsync(ledger);
        Assert.Equal("1=1000 2=7000 3=3000", await FoldedAsync(ledger));
        await ledger.ReleaseAsync(0, (await ledger.DoubtsAsync(Day))[0].Doubt.Id);

        Assert.Equal("1=1000 2=60000 3=3000", await FoldedAsync(ledger));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task However_often_it_is_released_it_counts_once(bool inOneBatch)
    {
        var ledger = await QuarantinedAsync();
        var id = (await ledger.DoubtsAsync(Day))[0].Doubt.Id;
        if (inOneBatch)
        {
            await ledger.ReleaseAsync(0, id, id, id);
        }
        else
        {
            await ledger.ReleaseAsync(0, id);
            await ledger.ReleaseAsync(0, id);
        }

        Assert.Equal("1=1000 2=60000 3=3000", await FoldedAsync(ledger));
        Assert.Equal(2, (await ledger.DoubtsAsync(Day))[0].ReleasedBy);
        var live = await new LiveReader(ledger.Heads, new LedgerReader(ledger.Store, ledger.Heads)).ReadAsync(Day, [0], default);
        Assert.Equal(3, live.Totals.Suppliers.Values.Sum(sum => sum.Values));
    }

    [Theory]
    [InlineData("2026-06-16-0000-000000000001-0000001")]
    [InlineData("2026-06-16-0001-000000000001-0000000")]
    [InlineData("2026-06-15-0000-000000000001-0000000")]
    [InlineData("2026-06-16-0000-000000000009-0000000")]
    [InlineData("2026-06-16-0000-1-0")]
    [InlineData("nonsense")]
    public async Task What_names_no_waiting_value_of_the_partition_releases_nothing(string id)
    {
        var ledger = await QuarantinedAsync();
        await ledger.ReadingsIngest.IngestAsync(0, [Decoding.Event("{}", sequence: 1) with { ReleaseOf = id }], default);

        Assert.Equal("1=1000 3=3000", await FoldedAsync(ledger));
        Assert.Equal(1, (await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default)).Sequence);
        Assert.Empty(await ledger.RejectsAsync(Hubs.Readings, 0));
    }

    [Fact]
    public async Task A_value_that_counts_is_told_and_cannot_be_released()
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.SetAsync("plausibleKwhW,50");
        await ledger.ReadingsAsync(0, MessageText.Reading().With("kwh", "[60]").ToString());
        var told = Assert.Single(await ledger.DoubtsAsync(Day));
        await ledger.ReleaseAsync(0, told.Doubt.Id);

        Assert.Equal("1=60000", await FoldedAsync(ledger));
        Assert.Null((await ledger.DoubtsAsync(Day))[0].ReleasedBy);
    }

    [Fact]
    public async Task A_value_that_was_waiting_may_be_all_there_is_of_its_day()
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.SetAsync("plausibleKwhW,50", "quarantineImplausible,1");
        await ledger.ReadingsAsync(0, MessageText.Reading().With("kwh", "[60]").With("quality", "\"E3\"").With("revision", "5").ToString());
        Assert.Equal("", await FoldedAsync(ledger));
        await ledger.ReleaseAsync(0, (await ledger.DoubtsAsync(Day))[0].Doubt.Id);

        Assert.Equal("1=60000", await FoldedAsync(ledger));
        Assert.True(Mpan.TryParse(Meters.Mpan(0), out var meter));
        var version = await new LedgerReader(ledger.Store, ledger.Heads)
            .VersionsAsync(meter, Day, await ledger.CutAsync(), default)
            .SingleAsync();
        Assert.Equal((5L, 0L, Quality.E3), (version.Key.Revision, version.Key.Position, version.Qualities[0]));
    }

    [Fact]
    public async Task A_crash_at_any_moment_of_the_release_leaves_it_waiting_or_counted()
    {
        var released = 0;
        foreach (var kind in new[] { InterruptionKind.DiesBefore, InterruptionKind.DiesAfter })
        {
            for (var (operation, died) = (0, true); died; operation++)
            {
                var store = new InMemoryTableStore();
                var ledger = await QuarantinedAsync(store);
                var id = (await ledger.DoubtsAsync(Day))[0].Doubt.Id;
                var release = Decoding.Event("{}", sequence: 1) with { ReleaseOf = id.ToString() };
                var interrupted = new InterruptedStore(store);
                var dying = ledger.IngestOver(interrupted);
                interrupted.Arm(operation, kind, null);
                died = await Record.ExceptionAsync(async () => await dying.IngestAsync(0, [release], default)) is CrashException;

                var isWaiting = (await ledger.DoubtsAsync(Day))[0].IsWaiting;
                released += died && !isWaiting ? 1 : 0;
                Assert.Equal(isWaiting ? "1=1000 3=3000" : "1=1000 2=60000 3=3000", await FoldedAsync(ledger));
                await ledger.ReadingsIngest.IngestAsync(0, [release], default);
                Assert.False((await ledger.DoubtsAsync(Day))[0].IsWaiting);
                Assert.Equal("1=1000 2=60000 3=3000", await FoldedAsync(ledger));
            }
        }

        Assert.True(released > 0);
    }

    [Fact]
    public async Task A_crash_at_any_moment_of_the_arrival_tells_it_once_or_not_at_all()
    {
        foreach (var kind in new[] { InterruptionKind.DiesBefore, InterruptionKind.DiesAfter })
        {
            for (var (operation, died) = (0, true); died; operation++)
            {
                var store = new InMemoryTableStore();
                var ledger = await TestLedger.MakeAsync(store);
                await ledger.SetAsync("plausibleKwhW,50", "quarantineImplausible,1");
                var e = Decoding.Event(MessageText.Reading().With("kwh", "[1,60,3]").ToString());
                var interrupted = new InterruptedStore(store);
                var dying = ledger.IngestOver(interrupted);
                interrupted.Arm(operation, kind, null);
                died = await Record.ExceptionAsync(async () => await dying.IngestAsync(0, [e], default)) is CrashException;

                Assert.Equal((await FoldedAsync(ledger)).Length > 0 ? 1 : 0, (await ledger.DoubtsAsync(Day)).Count);
                await ledger.ReadingsIngest.IngestAsync(0, [e], default);
                Assert.Single(await ledger.DoubtsAsync(Day));
                Assert.Equal("1=1000 3=3000", await FoldedAsync(ledger));
            }
        }
    }

    [Fact]
    public async Task A_merge_of_blocks_keeps_the_version_of_a_released_value()
    {
        var ledger = await QuarantinedAsync();
        await ledger.ReleaseAsync(0, (await ledger.DoubtsAsync(Day))[0].Doubt.Id);
        await ledger.ReadingsAsync(0, MessageText.Reading().With("from", "2").With("kwh", "[2]").ToString());
        var before = await FoldedAsync(ledger);
        var merger = new BlockMerger(
            ledger.Store,
            new LedgerReader(ledger.Store, ledger.Heads),
            ledger.Heads,
            new RunCuts(new RunStore(ledger.Store, TimeProvider.System)),
            TimeProvider.System
        )
        {
            FewBlocks = 2,
        };
        Assert.Equal(3, (await merger.MergeAsync(0, Day, default)).Blocks);

        Assert.Equal(before, await FoldedAsync(ledger));
    }

    private static async Task<TestLedger> QuarantinedAsync(InMemoryTableStore? store = null)
    {
        var ledger = await TestLedger.MakeAsync(store);
        await QuarantineAsync(ledger);
        return ledger;
    }

    private static async Task QuarantineAsync(TestLedger ledger)
    {
        await ledger.SetAsync("plausibleKwhW,50", "quarantineImplausible,1");
        await ledger.ReadingsAsync(0, MessageText.Reading().With("kwh", "[1,60,3]").ToString());
    }

    /// <summary>What a run would count, by the fast way and by the slow one.</summary>
    private static async Task<string> FoldedAsync(TestLedger ledger, Cut? cut = null)
    {
        cut ??= await ledger.CutAsync();
        var fast = Text(await ledger.DayFold.FoldAsync(Day, cut, 0, 1, default));
        Assert.Equal(Text(await ledger.DayFold.FoldFromReadingsAsync(Day, cut, 0, 1, default)), fast);
        return fast;

        static string Text(DayTotals totals) =>
            string.Join(
                ' ',
                Enumerable
                    .Range(1, 48)
                    .Select(period => (period, totals.CellsInPeriod(period).Sum(total => total.WattHours)))
                    .Where(each => each.Item2 != 0)
                    .Select(each => $"{each.period}={each.Item2}")
            );
    }
}
