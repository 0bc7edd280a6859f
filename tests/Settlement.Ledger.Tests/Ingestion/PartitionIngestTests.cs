using Settlement.Domain.Calendar;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Ingestion;

namespace Settlement.Ledger.Tests.Ingestion;

public sealed class PartitionIngestTests
{
    private static readonly string Good = MessageText.Reading().ToString();
    private static readonly string Bad = MessageText.Reading().With("supplier", "\"NONE\"").ToString();

    [Fact]
    public async Task Redelivered_events_are_dropped_before_anything_is_written()
    {
        var writes = 0;
        var store = new InMemoryTableStore();
        var ledger = await TestLedger.MakeAsync(store);
        await ledger.ReadingsAsync(0, Good, Bad);
        store.BeforeWrite = (_, _) => writes++;

        var again = await ledger.ReadingsIngest.IngestAsync(
            0,
            [Decoding.Event(Good, sequence: 0), Decoding.Event(Bad, sequence: 1)],
            default
        );

        Assert.Equal((default, 0), (again, writes));
    }

    [Fact]
    public async Task The_rest_of_a_half_redelivered_batch_is_taken()
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.ReadingsAsync(0, Good, Bad);

        var outcome = await ledger.ReadingsIngest.IngestAsync(
            0,
            [
                Decoding.Event(Good, sequence: 1),
                Decoding.Event(Good, sequence: 1),
                Decoding.Event(Bad, sequence: 2),
                Decoding.Event("[]", sequence: 3),
            ],
            default
        );

        Assert.Equal(new IngestOutcome(2, 0, 1), outcome);
        Assert.Equal(
            (2L, 3L),
            (await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default)) is var head ? (head.Step, head.Sequence) : default
        );
    }

    [Fact]
    public async Task A_delivery_of_more_events_than_make_a_step_becomes_several()
    {
        var ledger = await TestLedger.MakeAsync();
        var outcome = await ledger.ReadingsAsync(0, [.. Enumerable.Repeat("[]", 10_001), Good]);

        Assert.Equal(new IngestOutcome(10_002, 1, 0), outcome);
        Assert.Equal(10_000, (await ledger.Heads.ReadStepAsync(new(Hubs.Readings, 0), 1, default))!.Events);
        Assert.Equal(
            (2L, 10_001L),
            (await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default)) is var head ? (head.Step, head.Sequence) : default
        );
    }

    [Fact]
    public async Task A_delivery_of_more_bytes_than_make_a_step_becomes_several_and_one_larger_event_a_step_of_its_own()
    {
        var ledger = await TestLedger.MakeAsync();
        var padding = new string(' ', 9 * 1024 * 1024);
        await ledger.ReadingsAsync(0, Good, $"[{padding}]", $"[{padding}]", $"[{padding}{padding}]", Good);

        var steps = new List<string>();
        await foreach (var (_, step) in ledger.Heads.ReadStepsAsync(new(Hubs.Readings, 0), 0, default))
        {
            steps.Add($"{step.From}-{step.To}");
        }
        Assert.Equal(["0-1", "2-2", "3-3", "4-4"], steps);
    }

    [Fact]
    public async Task A_head_step_says_what_it_took_and_how_it_was_judged()
    {
        var ledger = await TestLedger.MakeAsync();
        var summer = MessageText.Reading().With("clock", "\"utc\"").With("from", "46").With("kwh", "[1,1]").ToString();
        await ledger.ReadingsAsync(0, Good);
        var outcome = await ledger.ReadingsAsync(
            0,
            $"[{Good},{Bad},7]",
            "no json",
            "[]",
            summer,
            MessageText.Reading().With("kwh", "[null]").ToString()
        );

        var step = await ledger.Heads.ReadStepAsync(new(Hubs.Readings, 0), 2, default);
        Assert.Equal((1L, 5L, 5, 3, 3), (step!.From, step.To, step.Events, step.Accepted, step.Rejected));
        Assert.Equal(
            [SettlementDay.Parse("2026-06-16").Number, SettlementDay.Parse("2026-06-17").Number],
            step.Days.Select(day => day.Day)
        );
        Assert.Equal([2L, 1L], step.Days.Select(day => day.Number));
        Assert.Equal(new IngestOutcome(5, 3, 3), outcome);
        Assert.Null(await ledger.Heads.ReadStepAsync(new(Hubs.Readings, 0), 3, default));
    }

    [Fact]
    public async Task A_market_step_says_what_it_took()
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.MarketAsync(
            0,
            $"[{MessageText.Market("contract")},{{}}]",
            MessageText.Market("systemPrice").With("day", "\"2027-01-01\"").ToString()
        );

        var step = await ledger.Heads.ReadStepAsync(new(Hubs.Market, 0), 1, default);
        Assert.Equal((0L, 1L, 2, 2, 1), (step!.From, step.To, step.Events, step.Accepted, step.Rejected));
        Assert.Equal(
            [SettlementDay.Parse("2026-06-16").Number, SettlementDay.Parse("2027-01-01").Number],
            step.Days.Select(day => day.Day)
        );
    }

    [Fact]
    public async Task A_verdict_stands_whatever_reference_data_comes_later()
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.ReadingsAsync(0, Bad);
        await ledger.References.ReplaceAsync(
            new Dictionary<string, string> { ["participants"] = TestMarket.Sets["participants"] + "\nNONE,None,supplier,," }
        );
        await ledger.ReadingsIngest.IngestAsync(0, [Decoding.Event(Bad, sequence: 0)], default);
        await ledger.ReadingsAsync(0, Bad);

        Assert.Equal([0L], (await ledger.RejectsAsync(Hubs.Readings, 0)).Select(reject => reject.Id.Position));
        Assert.Equal(1, (await ledger.Heads.ReadStepAsync(new(Hubs.Readings, 0), 2, default))!.Accepted);
    }

    [Fact]
    public async Task Two_consumers_of_one_partition_take_each_event_once_wherever_they_meet()
    {
        for (var operation = 0; operation < 8; operation++)
        {
            var store = new InMemoryTableStore();
            var ledger = await TestLedger.MakeAsync(store);
            var interrupted = new InterruptedStore(store);
            interrupted.Arm(operation, InterruptionKind.OtherFirst, async () => await ledger.ReadingsAsync(0, Good, Bad));
            var slow = ledger.IngestOver(interrupted);

            await slow.IngestAsync(
                0,
                [Decoding.Event(Good, sequence: 0), Decoding.Event(Bad, sequence: 1), Decoding.Event(Good, sequence: 2)],
                default
            );

            var steps = new List<HeadStep>();
            await foreach (var (_, step) in ledger.Heads.ReadStepsAsync(new(Hubs.Readings, 0), 0, default))
            {
                steps.Add(step);
            }
            Assert.Equal((3, 2, 1), (steps.Sum(step => step.Events), steps.Sum(step => step.Accepted), steps.Sum(step => step.Rejected)));
            Assert.Single(await ledger.RejectsAsync(Hubs.Readings, 0));
            var totals = await ledger.DayFold.FoldAsync(SettlementDay.Parse("2026-06-16"), await ledger.CutAsync(), 0, 1, default);
            Assert.Equal([(1_000L, 1L)], totals.CellsInPeriod(1).Select(total => (total.WattHours, total.Values)));
        }
    }
}
