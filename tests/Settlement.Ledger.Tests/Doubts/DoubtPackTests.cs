using Settlement.Domain.Calendar;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Doubts;
using Settlement.Storage;

namespace Settlement.Ledger.Tests.Doubts;

/// <summary>How doubts are stored: more than one pack of them, and damage.</summary>
public sealed class DoubtPackTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");

    [Fact]
    public async Task Many_doubts_of_one_step_are_read_back_in_their_order_and_found_one_by_one()
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.SetAsync("plausibleKwhW,50");
        var messages = Enumerable
            .Range(0, 170)
            .Select(meter =>
                MessageText
                    .Reading()
                    .With("mpan", $"\"{Meters.Mpan(meter)}\"")
                    .With("kwh", $"[{string.Join(',', Enumerable.Range(1, 48).Select(period => $"{60 + period}"))}]")
                    .With("revision", $"{meter}")
                    .ToString()
            );
        await ledger.ReadingsAsync(0, $"[{string.Join(',', messages)}]");

        var found = await ledger.DoubtsAsync(Day);
        Assert.True(found.Count > DoubtPack.MaxDoubts);
        Assert.Equal(Enumerable.Range(0, 170 * 48), found.Select(each => each.Doubt.Id.Index));
        Assert.Equal(
            Enumerable.Range(0, 170 * 48).Select(i => ((60L + (i % 48) + 1) * 1000, i / 48L, i % 48 + 1, Meters.Mpan(i / 48))),
            found.Select(each => (each.Doubt.Amount, each.Doubt.Version.Revision, each.Doubt.Period, each.Doubt.Mpan.ToString()))
        );
        foreach (var index in new[] { 0, DoubtPack.MaxDoubts - 1, DoubtPack.MaxDoubts, (170 * 48) - 1 })
        {
            Assert.Equal(found[index], await ledger.Doubts.FindAsync(found[index].Doubt.Id, default));
        }
        Assert.Null(await ledger.Doubts.FindAsync(found[^1].Doubt.Id with { Index = 170 * 48 }, default));
    }

    [Fact]
    public async Task Any_changed_byte_is_damage()
    {
        var store = new InMemoryTableStore();
        var ledger = await TestLedger.MakeAsync(store);
        await ledger.SetAsync("plausibleKwhW,50");
        await ledger.ReadingsAsync(0, MessageText.Reading().With("kwh", "[60]").ToString());
        var row = await store.QueryAsync("doubts", $"{Day}-0000", RowRange.Prefix("d-"), default).SingleAsync();
        for (var i = 0; i < row.Value.Length; i++)
        {
            var bytes = row.Value.ToArray();
            bytes[i] ^= 0x10;
            await store.WriteAsync("doubts", $"{Day}-0000", [TableWrite.Put(row.Row, bytes)], default);
            await Assert.ThrowsAsync<DamagedBlockException>(() => ledger.DoubtsAsync(Day));
        }
    }

    [Theory]
    [InlineData("2026-06-16-0003-000000000012-0000007", true)]
    [InlineData("2026-06-16-3-12-7", false)]
    [InlineData("2026-06-31-0003-000000000012-0000007", false)]
    [InlineData("2026-06-16-0003-000000000012", false)]
    [InlineData("readings-0000-000000000000001-0000000", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_id_is_read_as_it_was_listed(string? text, bool isId) => Assert.Equal(isId, DoubtId.TryParse(text, out _));
}
