using Microsoft.Extensions.Time.Testing;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Merging;
using Settlement.Runs.Records;
using Settlement.Storage;

namespace Settlement.Ledger.Tests.Folding;

/// <summary>Merging changes how a day is stored and nothing that is said of it.</summary>
public sealed class MergeTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");
    private readonly FakeTimeProvider _clock = new(Decoding.Noon);

    [Fact]
    public async Task A_merged_day_is_smaller_and_says_the_same_and_sweeping_leaves_one_block()
    {
        var (ledger, upkeep) = await MakeAsync();
        for (var i = 0; i < 40; i++)
        {
            await ledger.ReadingsAsync(0, Reading(i % 25, i));
        }
        var before = await TotalsAsync(ledger);

        var outcome = await upkeep.MergeAsync(0, Fail, default);
        Assert.Equal((40, 1), (outcome.Blocks, outcome.Into));
        Assert.True(outcome.BytesInto < outcome.Bytes / 2, $"{outcome.BytesInto} bytes of {outcome.Bytes}");
        Assert.Equal(before, await TotalsAsync(ledger));
        Assert.Equal(default, await upkeep.MergeAsync(0, Fail, default));
        Assert.Equal(0, await upkeep.SweepAsync(0, Fail, default));
        Assert.Equal(41, await BlocksAsync(ledger));

        _clock.Advance(BlockSweeper.Grace.ToTimeSpan());
        Assert.Equal(40, await upkeep.SweepAsync(0, Fail, default));
        Assert.Equal(1, await BlocksAsync(ledger));
        Assert.Equal(before, await TotalsAsync(ledger));
        await ledger.ReadingsAsync(0, Reading(3, 100));
        Assert.NotEqual(before, await TotalsAsync(ledger));
    }

    [Fact]
    public async Task A_run_s_cut_stays_between_two_merges()
    {
        var (ledger, upkeep) = await MakeAsync();
        for (var i = 0; i < 20; i++)
        {
            await ledger.ReadingsAsync(0, Reading(i, i));
        }
        var cut = await ledger.CutAsync();
        var runs = new RunStore(ledger.Store, _clock);
        var key = await runs.BeginAsync(Day, "SF", null, default);
        await runs.ChangeAsync(key, run => run with { Cut = cut }, default);
        var atCut = await TotalsAsync(ledger, cut);
        for (var i = 0; i < 20; i++)
        {
            await ledger.ReadingsAsync(0, Reading(i, 100 + i));
        }

        Assert.Equal(2, (await upkeep.MergeAsync(0, Fail, default)).Into);
        _clock.Advance(BlockSweeper.Grace.ToTimeSpan());
        Assert.Equal(40, await upkeep.SweepAsync(0, Fail, default));
        Assert.Equal(atCut, await TotalsAsync(ledger, cut));
        Assert.NotEqual(atCut, await TotalsAsync(ledger));
    }

    [Fact]
    public async Task Blocks_that_a_cut_inside_a_merge_needs_are_not_swept()
    {
        var (ledger, upkeep) = await MakeAsync();
        for (var i = 0; i < 20; i++)
        {
            await ledger.ReadingsAsync(0, Reading(i, i));
        }
        var cut = new Cut([new PartitionCut(0, 7, 6)], []);
        var atCut = await TotalsAsync(ledger, cut);
        await upkeep.MergeAsync(0, Fail, default);

        // As if a run had read the heads long before it recorded its cut.
        var runs = new RunStore(ledger.Store, _clock);
        await runs.ChangeAsync(await runs.BeginAsync(Day, "SF", null, default), run => run with { Cut = cut }, default);
        _clock.Advance(BlockSweeper.Grace.ToTimeSpan());
        Assert.Equal(0, await upkeep.SweepAsync(0, Fail, default));
        Assert.Equal(atCut, await TotalsAsync(ledger, cut));
    }

    [Fact]
    public async Task A_few_blocks_at_the_end_of_a_day_wait_for_more_and_large_ones_are_left_alone()
    {
        var (ledger, upkeep) = await MakeAsync();
        await ledger.ReadingsAsync(0, [.. Enumerable.Range(0, 10_000).Select(i => Reading(i, 1))]);
        for (var i = 0; i < 15; i++)
        {
            await ledger.ReadingsAsync(0, Reading(i, i));
        }

        Assert.Equal(default, await upkeep.MergeAsync(0, Fail, default));
        await ledger.ReadingsAsync(0, Reading(15, 15));
        Assert.Equal((16, 1), (await upkeep.MergeAsync(0, Fail, default)) is var outcome ? (outcome.Blocks, outcome.Into) : default);
        Assert.Equal(2, (await ReadAsync(ledger)).Count);
    }

    [Fact]
    public async Task A_day_with_a_damaged_block_is_told_and_holds_up_no_other()
    {
        var (ledger, upkeep) = await MakeAsync();
        for (var i = 0; i < 16; i++)
        {
            await ledger.ReadingsAsync(
                0,
                Reading(i, i),
                MessageText.Reading().With("day", "\"2026-06-17\"").With("kwh", $"[{i}]").ToString()
            );
        }
        var rows = new List<TableEntry>();
        await foreach (var entry in ledger.Store.QueryAsync("blocks", $"{Day}-0000", RowRange.Prefix("d-"), default))
        {
            rows.Add(entry);
        }
        await ledger.Store.WriteAsync("blocks", $"{Day}-0000", [TableWrite.Put(rows[3].Row, new byte[rows[3].Value.Length])], default);
        var failed = new List<(SettlementDay, Exception)>();

        var outcome = await upkeep.MergeAsync(0, (day, e) => failed.Add((day, e)), default);
        Assert.Equal((16, 1), (outcome.Blocks, outcome.Into));
        var (failedDay, failure) = Assert.Single(failed);
        Assert.Equal(Day, failedDay);
        Assert.IsType<DamagedBlockException>(failure);
    }

    private static string Reading(int meter, int kwh) =>
        MessageText
            .Reading()
            .With("mpan", $"\"{Meters.Mpan(meter)}\"")
            .With("kwh", $"[{kwh},{kwh}.5,null,0.25]")
            .With("supplier", meter % 2 == 0 ? "\"ALFA\"" : "\"BRAV\"")
            .ToString();

    private static void Fail(SettlementDay day, Exception failure) => Assert.Fail($"{day}: {failure}");

    private async Task<(TestLedger Ledger, BlockMaintenance Upkeep)> MakeAsync()
    {
        var ledger = await TestLedger.MakeAsync();
        var cuts = new RunCuts(new RunStore(ledger.Store, _clock));
        var reader = new LedgerReader(ledger.Store, ledger.Heads);
        var upkeep = new BlockMaintenance(
            ledger.Heads,
            new MergeStore(ledger.Store),
            new BlockMerger(ledger.Store, reader, ledger.Heads, cuts, _clock),
            new BlockSweeper(ledger.Store, ledger.Heads, cuts, _clock)
        );
        return (ledger, upkeep);
    }

    /// <summary>The totals both ways.</summary>
    private static async Task<string> TotalsAsync(TestLedger ledger, Cut? cut = null)
    {
        cut ??= await ledger.CutAsync();
        var fast = LedgerText.Totals(await ledger.DayFold.FoldAsync(Day, cut, 0, 1, default));
        Assert.Equal(LedgerText.Totals(await ledger.DayFold.FoldFromReadingsAsync(Day, cut, 0, 1, default)), fast);
        return fast;
    }

    private static async Task<List<StoredBlock>> ReadAsync(TestLedger ledger)
    {
        var blocks = new List<StoredBlock>();
        await foreach (var block in new LedgerReader(ledger.Store, ledger.Heads).BlocksAsync(Day, await ledger.CutAsync(), default))
        {
            blocks.Add(block);
        }
        return blocks;
    }

    private static async Task<int> BlocksAsync(TestLedger ledger)
    {
        var count = 0;
        await foreach (var entry in ledger.Store.QueryAsync("blocks", $"{Day}-0000", RowRange.Prefix("h-"), default))
        {
            count++;
        }
        return count;
    }
}
