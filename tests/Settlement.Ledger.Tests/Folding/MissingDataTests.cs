using Settlement.Domain.Calendar;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Storage;

namespace Settlement.Ledger.Tests.Folding;

/// <summary>What a committed step brought and is no longer there, or is not what it was, is never taken for nothing.</summary>
public sealed class MissingDataTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_block_that_is_gone_is_noticed_wherever_it_stood(int gone)
    {
        var store = new InMemoryTableStore();
        var ledger = await TestLedger.MakeAsync(store);
        for (var i = 0; i < 3; i++)
        {
            await ledger.ReadingsAsync(0, MessageText.Reading().With("mpan", $"\"{Meters.Mpan(i)}\"").ToString());
        }
        var cut = await ledger.CutAsync();
        await DeleteAsync(store, "blocks", await RowsAsync(store, "blocks", "h-"), gone);

        var missing = await Assert.ThrowsAsync<LedgerDataMissingException>(async () =>
            await ledger.DayFold.FoldAsync(Day, cut, 0, 1, default)
        );
        Assert.Equal(Day, missing.Day);
        await Assert.ThrowsAsync<LedgerDataMissingException>(async () =>
            await ledger.DayFold.FoldFromReadingsAsync(Day, cut, 0, 1, default)
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Market_inputs_that_are_gone_are_noticed(int gone)
    {
        var store = new InMemoryTableStore();
        var ledger = await TestLedger.MakeAsync(store);
        for (var i = 0; i < 3; i++)
        {
            await ledger.MarketAsync(0, MessageText.Market("systemPrice").With("period", $"{i + 1}").ToString());
        }
        var cut = await ledger.CutAsync();
        await DeleteAsync(store, "market", await RowsAsync(store, "market", "0"), gone);

        await Assert.ThrowsAsync<LedgerDataMissingException>(async () => await ledger.MarketFold.FoldAsync(Day, cut, default));
    }

    [Fact]
    public async Task Later_data_do_not_stand_in_for_what_is_gone_nor_does_their_loss_touch_an_earlier_cut_unseen()
    {
        var store = new InMemoryTableStore();
        var ledger = await TestLedger.MakeAsync(store);
        await ledger.ReadingsAsync(0, MessageText.Reading().ToString());
        var cut = await ledger.CutAsync();
        await ledger.ReadingsAsync(0, MessageText.Reading().With("revision", "1").ToString());
        await DeleteAsync(store, "blocks", await RowsAsync(store, "blocks", "h-"), 0);
        await Assert.ThrowsAsync<LedgerDataMissingException>(async () => await ledger.DayFold.FoldAsync(Day, cut, 0, 1, default));
    }

    [Fact]
    public async Task Another_rows_bytes_in_a_rows_place_are_damage()
    {
        var store = new InMemoryTableStore();
        var ledger = await TestLedger.MakeAsync(store);
        await ledger.MarketAsync(0, MessageText.Market("systemPrice").ToString());
        await ledger.MarketAsync(0, MessageText.Market("systemPrice").With("buy", "1").ToString());
        var cut = await ledger.CutAsync();
        var rows = await RowsAsync(store, "market", "0");
        await store.WriteAsync("market", $"{Day}-0000", [TableWrite.Put(rows[1].Row, rows[0].Value)], default);

        await Assert.ThrowsAsync<DamagedBlockException>(async () => await ledger.MarketFold.FoldAsync(Day, cut, default));
    }

    [Fact]
    public async Task Rejects_that_are_not_what_was_written_are_named()
    {
        var store = new InMemoryTableStore();
        var ledger = await TestLedger.MakeAsync(store);
        await ledger.ReadingsAsync(0, "no json");
        await ledger.ReadingsAsync(0, "no json either");
        var rows = new List<TableEntry>();
        await foreach (var entry in store.QueryAsync("rejects", "readings-0000", RowRange.All, default))
        {
            rows.Add(entry);
        }
        await store.WriteAsync("rejects", "readings-0000", [TableWrite.Put(rows[1].Row, rows[0].Value)], default);

        var damage = await Assert.ThrowsAsync<DamagedBlockException>(async () => await ledger.RejectsAsync("readings", 0));
        Assert.Contains("readings-0000/000000000002-", damage.Message, StringComparison.Ordinal);
    }

    private static async Task<List<TableEntry>> RowsAsync(InMemoryTableStore store, string table, string prefix)
    {
        var rows = new List<TableEntry>();
        await foreach (var entry in store.QueryAsync(table, $"{Day}-0000", RowRange.Prefix(prefix), default))
        {
            rows.Add(entry);
        }
        return rows;
    }

    private static async Task DeleteAsync(InMemoryTableStore store, string table, List<TableEntry> rows, int index) =>
        await store.WriteAsync(table, $"{Day}-0000", [TableWrite.Delete(rows[index].Row)], default);
}
