using Settlement.Domain.Calendar;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Storage;

namespace Settlement.Ledger.Tests.Doubts;

/// <summary>A fold counts the doubtful values that it uses or that wait, and none that was corrected.</summary>
public sealed class FoldedDoubtTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");
    private static readonly SettlementDay LongDay = SettlementDay.Parse("2026-10-25");

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Values_over_the_limit_are_counted_by_supplier(int groups)
    {
        var ledger = await LimitedAsync();
        for (var meter = 0; meter < 5; meter++)
        {
            await ledger.ReadingsAsync(0, Reading(meter, meter < 2 ? "ALFA" : "BRAV", "[60,1,70]"));
        }

        Assert.Equal("implausible-value ALFA 4, implausible-value BRAV 6", await CountsAsync(ledger, Day, groups));
    }

    [Fact]
    public async Task One_that_was_corrected_is_counted_no_more()
    {
        var ledger = await LimitedAsync();
        await ledger.ReadingsAsync(0, Reading(0, "ALFA", "[60,1,70]"));
        await ledger.ReadingsAsync(0, Reading(0, "ALFA", "[1]"));
        Assert.Equal("implausible-value ALFA 1", await CountsAsync(ledger, Day));
        await ledger.ReadingsAsync(0, Reading(0, "ALFA", "[1,1,1]"));
        Assert.Equal("", await CountsAsync(ledger, Day));
    }

    [Fact]
    public async Task Of_two_versions_that_are_both_over_it_the_one_that_wins_is_counted()
    {
        var ledger = await LimitedAsync();
        await ledger.ReadingsAsync(0, Reading(0, "ALFA", "[60]"));
        await ledger.ReadingsAsync(0, Reading(0, "BRAV", "[61]"));
        Assert.Equal("implausible-value BRAV 1", await CountsAsync(ledger, Day));
    }

    [Fact]
    public async Task One_that_waits_is_counted_as_waiting_until_it_is_released_or_corrected()
    {
        var ledger = await LimitedAsync("quarantineImplausible,1");
        await ledger.ReadingsAsync(0, Reading(0, "ALFA", "[60,1]"), Reading(1, "BRAV", "[61]"), Reading(2, "BRAV", "[62]"));
        Assert.Equal("quarantined-value ALFA 1, quarantined-value BRAV 2", await CountsAsync(ledger, Day));

        await ledger.ReleaseAsync(0, (await ledger.DoubtsAsync(Day))[1].Doubt.Id);
        Assert.Equal("implausible-value BRAV 1, quarantined-value ALFA 1, quarantined-value BRAV 1", await CountsAsync(ledger, Day));

        await ledger.ReadingsAsync(0, Reading(0, "ALFA", "[3]"), Reading(1, "BRAV", "[3]"));
        Assert.Equal("quarantined-value BRAV 1", await CountsAsync(ledger, Day));
    }

    [Fact]
    public async Task A_day_that_is_not_filled_is_counted_once_a_message()
    {
        var ledger = await LimitedAsync();
        var values = $"[{string.Join(',', Enumerable.Repeat("0.5", 48))}]";
        var reading = MessageText.Reading().With("day", "\"2026-10-25\"").With("kwh", values);
        await ledger.ReadingsAsync(0, reading.ToString());
        await ledger.ReadingsAsync(0, reading.With("mpan", $"\"{Meters.Mpan(1)}\"").ToString());
        Assert.Equal("short-day ALFA 2", await CountsAsync(ledger, LongDay));

        await ledger.ReadingsAsync(0, reading.With("kwh", values.Replace("[", "[0.5,0.5,", StringComparison.Ordinal)).ToString());
        Assert.Equal("short-day ALFA 1", await CountsAsync(ledger, LongDay));
    }

    [Theory]
    [InlineData("export", 0, "flow-changed ALFA 1")]
    [InlineData("import", 0, "")]
    [InlineData("export", 1, "")]
    public async Task A_meter_whose_flow_changes_within_a_revision_is_counted(string flow, int revision, string counts)
    {
        var ledger = await LimitedAsync();
        await ledger.ReadingsAsync(0, Reading(0, "ALFA", "[1,2,3]"));
        await ledger.ReadingsAsync(
            0,
            MessageText
                .Reading()
                .With("from", "2")
                .With("kwh", "[5,5,5]")
                .With("flow", $"\"{flow}\"")
                .With("revision", $"{revision}")
                .ToString()
        );
        Assert.Equal(counts, await CountsAsync(ledger, Day));
    }

    [Fact]
    public async Task Export_beside_import_of_other_periods_is_no_change_of_flow()
    {
        var ledger = await LimitedAsync();
        await ledger.ReadingsAsync(0, Reading(0, "ALFA", "[1,null,3]"));
        await ledger.ReadingsAsync(0, MessageText.Reading().With("from", "2").With("kwh", "[5]").With("flow", "\"export\"").ToString());
        Assert.Equal("", await CountsAsync(ledger, Day));
    }

    [Fact]
    public async Task What_a_crash_left_is_counted_by_nobody()
    {
        var left = 0;
        for (var (operation, died) = (0, true); died; operation++)
        {
            var store = new InMemoryTableStore();
            var ledger = await TestLedger.MakeAsync(store);
            await ledger.SetAsync("plausibleKwhW,50", "quarantineImplausible,1");
            var interrupted = new InterruptedStore(store);
            var dying = ledger.IngestOver(interrupted);
            interrupted.Arm(operation, InterruptionKind.DiesBefore, null);
            died =
                await Record.ExceptionAsync(async () => await dying.IngestAsync(0, [Decoding.Event(Reading(0, "ALFA", "[60]"))], default))
                is CrashException;
            if ((await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default)).Step > 0)
            {
                continue;
            }
            left += await store.QueryAsync("doubts", $"{Day}-0000", RowRange.All, default).CountAsync();
            Assert.Empty(await ledger.DoubtsAsync(Day));
            Assert.Equal("", await CountsAsync(ledger, Day));
        }

        Assert.True(left > 0);
    }

    private static string Reading(int meter, string supplier, string kwh) =>
        MessageText.Reading().With("mpan", $"\"{Meters.Mpan(meter)}\"").With("supplier", $"\"{supplier}\"").With("kwh", kwh).ToString();

    private static async Task<TestLedger> LimitedAsync(params string[] parameters)
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.SetAsync(["plausibleKwhW,50", .. parameters]);
        return ledger;
    }

    private static async Task<string> CountsAsync(TestLedger ledger, SettlementDay day, int groups = 1)
    {
        var counts = new List<DoubtCount>();
        var cut = await ledger.CutAsync();
        for (var group = 0; group < groups; group++)
        {
            counts.AddRange((await ledger.DayFold.FoldWithDoubtsAsync(day, cut, group, groups, default)).Doubts);
        }
        return string.Join(
            ", ",
            counts
                .GroupBy(count => $"{count.Code} {count.Supplier}")
                .OrderBy(count => count.Key, StringComparer.Ordinal)
                .Select(count => $"{count.Key} {count.Sum(each => each.Count)}")
        );
    }
}
