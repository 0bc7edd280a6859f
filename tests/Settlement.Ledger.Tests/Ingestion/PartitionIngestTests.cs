using Settlement.Domain.Calendar;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Reference;
using Settlement.Ledger.Rejects;
using Settlement.Ledger.Tests.Support;

namespace Settlement.Ledger.Tests.Ingestion;

public sealed class PartitionIngestTests
{
    private static readonly string Good = MessageText.Reading().ToString();
    private static readonly string Bad = MessageText.Reading().With("supplier", "\"NONE\"").ToString();

    [Theory]
    [InlineData(new long[] { 1 }, 0, 1)]
    [InlineData(new long[] { 5, 6 }, 0, 5)]
    [InlineData(new long[] { 0, 1, 3 }, 2, 3)]
    [InlineData(new long[] { 0, 2, 1 }, 1, 2)]
    public async Task A_gap_stops_the_partition_and_nothing_is_written(long[] sequences, long expected, long delivered)
    {
        var writes = 0;
        var store = new InMemoryTableStore();
        var ledger = await TestLedger.MakeAsync(store);
        store.BeforeWrite = (_, _) => writes++;

        var gap = await Assert.ThrowsAsync<PartitionGapException>(
            async () => await ledger.ReadingsIngest.IngestAsync(4, [.. sequences.Select(sequence => Decoding.Event(Good, sequence: sequence))], default));

        Assert.Equal((expected, delivered, 0), (gap.Expected, gap.Delivered, writes));
        Assert.Contains("Partition 4", gap.Message, StringComparison.Ordinal);
        Assert.Equal(Head.Start, await ledger.Heads.ReadAsync(Hubs.Readings, 4, default));
    }

    [Fact]
    public async Task Redelivered_events_are_dropped_before_anything_is_written()
    {
        var writes = 0;
        var store = new InMemoryTableStore();
        var ledger = await TestLedger.MakeAsync(store);
        await ledger.ReadingsAsync(0, Good, Bad);
        store.BeforeWrite = (_, _) => writes++;

        var again = await ledger.ReadingsIngest.IngestAsync(0, [Decoding.Event(Good, sequence: 0), Decoding.Event(Bad, sequence: 1)], default);

        Assert.Equal((default, 0), (again, writes));
    }

    [Fact]
    public async Task The_rest_of_a_half_redelivered_batch_is_taken()
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.ReadingsAsync(0, Good, Bad);

        var outcome = await ledger.ReadingsIngest.IngestAsync(0, [Decoding.Event(Good, sequence: 1), Decoding.Event(Good, sequence: 1), Decoding.Event(Bad, sequence: 2), Decoding.Event("[]", sequence: 3)], default);

        Assert.Equal(new IngestOutcome(2, 0, 1), outcome);
        Assert.Equal((2L, 3L), (await ledger.Heads.ReadAsync(Hubs.Readings, 0, default)) is var head ? (head.Step, head.Sequence) : default);
    }

    [Fact]
    public async Task A_head_step_says_what_it_took_and_how_it_was_judged()
    {
        var ledger = await TestLedger.MakeAsync();
        var summer = MessageText.Reading().With("clock", "\"utc\"").With("from", "46").With("kwh", "[1,1]").ToString();
        await ledger.ReadingsAsync(0, Good);
        var outcome = await ledger.ReadingsAsync(0, $"[{Good},{Bad},7]", "no json", "[]", summer, MessageText.Reading().With("kwh", "[null]").ToString());

        var step = await ledger.Heads.ReadStepAsync(Hubs.Readings, 0, 2, default);
        Assert.Equal((1L, 5L, 5, 3, 3), (step!.From, step.To, step.Events, step.Accepted, step.Rejected));
        Assert.Equal([SettlementDay.Parse("2026-06-16").Number, SettlementDay.Parse("2026-06-17").Number], step.Days);
        Assert.Equal(new IngestOutcome(5, 3, 3), outcome);
        Assert.Null(await ledger.Heads.ReadStepAsync(Hubs.Readings, 0, 3, default));
    }

    [Fact]
    public async Task A_market_step_says_what_it_took()
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.MarketAsync(0, $"[{MessageText.Market("contract")},{{}}]", MessageText.Market("systemPrice").With("day", "\"2027-01-01\"").ToString());

        var step = await ledger.Heads.ReadStepAsync(Hubs.Market, 0, 1, default);
        Assert.Equal((0L, 1L, 2, 2, 1), (step!.From, step.To, step.Events, step.Accepted, step.Rejected));
        Assert.Equal([SettlementDay.Parse("2026-06-16").Number, SettlementDay.Parse("2027-01-01").Number], step.Days);
    }

    [Fact]
    public async Task A_verdict_stands_whatever_reference_data_comes_later()
    {
        var ledger = await TestLedger.MakeAsync();
        await ledger.ReadingsAsync(0, Bad);
        await ledger.References.ReplaceAsync(new Dictionary<string, string>
        {
            ["participants"] = TestMarket.Sets["participants"] + "\nNONE,None,supplier,,",
        });
        await ledger.ReadingsIngest.IngestAsync(0, [Decoding.Event(Bad, sequence: 0)], default);
        await ledger.ReadingsAsync(0, Bad);

        Assert.Equal([0L], (await ledger.RejectsAsync(Hubs.Readings, 0)).Select(reject => reject.Reject.Sequence));
        Assert.Equal(1, (await ledger.Heads.ReadStepAsync(Hubs.Readings, 0, 2, default))!.Accepted);
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
            var heads = new HeadStore(interrupted);
            var slow = new ReadingsIngest(interrupted, heads, new ReferenceStore(interrupted), new RejectStore(interrupted, heads));

            await slow.IngestAsync(0, [Decoding.Event(Good, sequence: 0), Decoding.Event(Bad, sequence: 1), Decoding.Event(Good, sequence: 2)], default);

            var steps = new List<HeadStep>();
            await foreach (var (_, step) in ledger.Heads.ReadStepsAsync(Hubs.Readings, 0, 0, default))
                steps.Add(step);
            Assert.Equal((3, 2, 1), (steps.Sum(step => step.Events), steps.Sum(step => step.Accepted), steps.Sum(step => step.Rejected)));
            Assert.Single(await ledger.RejectsAsync(Hubs.Readings, 0));
            var totals = await ledger.DayFold.FoldAsync(SettlementDay.Parse("2026-06-16"), await ledger.CutAsync(), 0, 1, default);
            Assert.Equal([(1_000L, 1L)], totals.Of(1).Select(total => (total.WattHours, total.Values)));
        }
    }
}
