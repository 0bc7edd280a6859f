using Settlement.Domain.Calendar;
using Settlement.Ledger.Folding;
using Settlement.Storage;

namespace Settlement.Ledger.Tests.Ingestion;

/// <summary>Running sums stand beside the head, and where they do not, the blocks give them.</summary>
public sealed class LiveTotalsTests
{
    private static readonly SettlementDay First = SettlementDay.Parse("2026-03-01");

    [Fact]
    public async Task A_batch_of_more_days_than_a_head_can_carry_leaves_the_sums_of_the_oldest_to_the_blocks()
    {
        var ledger = await TestLedger.MakeAsync();
        var days = Enumerable.Range(0, 70).Select(i => SettlementDay.FromNumber(First.Number + i)).ToList();
        await ledger.ReadingsAsync(0, $"[{string.Join(',', days.Select(day => Reading(day, 1)))}]");
        await ledger.ReadingsAsync(0, Reading(days[0], 2), Reading(days[69], 4));

        Assert.Equal([3, 1, 1, 5], await AllAsync(ledger, days[0], days[1], days[6], days[69]));
        Assert.Null(await ledger.Heads.FindLiveAsync(0, days[0], default));
        Assert.Null(await ledger.Heads.FindLiveAsync(0, days[5], default));
        Assert.NotNull(await ledger.Heads.FindLiveAsync(0, days[6], default));
        Assert.NotNull(await ledger.Heads.FindLiveAsync(0, days[69], default));
    }

    [Fact]
    public async Task Damaged_sums_hold_nothing_up_and_are_had_from_the_blocks()
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.ReadingsAsync(0, Reading(First, 1));
        await ledger.Store.WriteAsync("heads", "readings-0000", [TableWrite.Put($"l-{First}", new byte[] { 1, 2, 3 })], default);
        await ledger.ReadingsAsync(0, Reading(First, 2));

        Assert.Equal([3], await AllAsync(ledger, First));
    }

    private static string Reading(SettlementDay day, int kwh) =>
        MessageText.Reading().With("day", $"\"{day}\"").With("kwh", $"[{kwh}]").ToString();

    /// <summary>The energy of each day in kWh.</summary>
    private static async Task<List<long>> AllAsync(TestLedger ledger, params SettlementDay[] days)
    {
        var reader = new LiveReader(ledger.Heads, new Settlement.Ledger.Folding.LedgerReader(ledger.Store, ledger.Heads));
        var found = new List<long>();
        foreach (var day in days)
        {
            found.Add((await reader.ReadAsync(day, [0, 1], default)).Totals.Suppliers.Values.Sum(sum => sum.WattHours) / 1000);
        }
        return found;
    }
}
