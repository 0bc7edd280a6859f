using Settlement.Domain.Calendar;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Tests.Ingestion;

/// <summary>The trigger moves its checkpoint on whatever became of a batch: what it passes over is noticed and read again.</summary>
public sealed class GapTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");

    [Theory]
    [InlineData(new[] { 4, 5 }, 6)]
    [InlineData(new[] { 0, 1, 5 }, 6)]
    [InlineData(new[] { 0, 2, 1 }, 3)]
    [InlineData(new[] { 5, 0, 5 }, 6)]
    public async Task What_a_delivery_leaves_out_is_read_from_the_hub(int[] delivered, int taken)
    {
        var ledger = await TestLedger.MakeAsync();
        var events = Sent(ledger, 6);

        var outcome = await ledger.ReadingsIngest.IngestAsync(0, [.. delivered.Select(i => events[i])], default);

        Assert.Equal(new IngestOutcome(taken, taken, 0), outcome);
        Assert.Equal(taken, await CountedAsync(ledger));
        Assert.Equal(taken - 1, (await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default)).Sequence);
    }

    [Fact]
    public async Task What_is_left_out_at_the_end_is_read_when_asked_for()
    {
        var ledger = await TestLedger.MakeAsync();
        var events = Sent(ledger, 5);
        await ledger.ReadingsIngest.IngestAsync(0, [events[0]], default);

        Assert.Equal(new IngestOutcome(4, 4, 0), await ledger.ReadingsIngest.CatchUpAsync(0, 4, default));
        Assert.Equal(default, await ledger.ReadingsIngest.CatchUpAsync(0, 4, default));
        Assert.Equal((5, 1), (await CountedAsync(ledger), ledger.Hub.Reads));
    }

    [Fact]
    public async Task Steps_that_follow_one_another_come_from_one_reading_of_the_hub()
    {
        const int count = 20_500;
        var ledger = await TestLedger.MakeAsync();
        ledger.Hub.Keep(Hubs.Readings, 0, Enumerable.Range(0, count).Select(i => Decoding.Event("7", sequence: i)));

        Assert.Equal(new IngestOutcome(count, 0, count), await ledger.ReadingsIngest.CatchUpAsync(0, count - 1, default));

        Assert.Equal((3, 1), ((await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default)).Step, ledger.Hub.Reads));
    }

    [Fact]
    public async Task What_the_hub_has_lost_stops_the_partition_until_it_is_set_aside()
    {
        var ledger = await TestLedger.MakeAsync();
        var events = Sent(ledger, 8);
        ledger.Hub.LoseBefore(Hubs.Readings, 0, 5);

        for (var again = 0; again < 2; again++)
        {
            var gap = await Assert.ThrowsAsync<PartitionGapException>(async () =>
                await ledger.ReadingsIngest.IngestAsync(0, [events[6]], default)
            );
            Assert.Equal((0, 5), (gap.Expected, gap.Delivered));
        }

        Assert.Equal(0, (await ledger.Stops.FindAsync(new(Hubs.Readings, 0), default))!.Sequence);
        Assert.Equal(Head.Start, await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default));

        // Not all of what is missing: it stops again at the rest.
        await ledger.Stops.SetAsideAsync(new(Hubs.Readings, 0), 0, 0, 2, "operator", "Expired during an outage.", default);
        Assert.Equal(
            3,
            (
                await Assert.ThrowsAsync<PartitionGapException>(async () =>
                    await ledger.ReadingsIngest.IngestAsync(0, [events[6]], default)
                )
            ).Expected
        );
        await ledger.Stops.SetAsideAsync(new(Hubs.Readings, 0), 0, 3, 7, "operator", "The rest of it.", default);
        Assert.Equal(new IngestOutcome(2, 2, 0), await ledger.ReadingsIngest.IngestAsync(0, [events[6]], default));

        Assert.Equal(2, await CountedAsync(ledger));
        Assert.Empty(await ledger.RejectsAsync(Hubs.Readings, 0));
        var steps = new List<string>();
        await foreach (var (number, step) in ledger.Heads.ReadStepsAsync(new(Hubs.Readings, 0), 0, default))
        {
            steps.Add($"{number}: {step.From}-{step.To}, {step.Events} events");
        }
        Assert.Equal(["1: 0-2, 0 events", "2: 3-4, 0 events", "3: 5-5, 1 events", "4: 6-6, 1 events"], steps);
    }

    [Fact]
    public async Task A_long_gap_is_taken_in_bounded_steps()
    {
        var ledger = await TestLedger.MakeAsync();
        var large = MessageText.Reading().With("note", $"\"{new string('x', 1_000_000)}\"").ToString();
        HubEvent[] events = [.. Enumerable.Range(0, 40).Select(i => Decoding.Event(large, sequence: i))];
        ledger.Hub.Keep(Hubs.Readings, 0, events);

        Assert.Equal(40, (await ledger.ReadingsIngest.CatchUpAsync(0, 39, default)).Events);
        Assert.Equal(3, (await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default)).Step);
    }

    private static HubEvent[] Sent(TestLedger ledger, int count)
    {
        HubEvent[] events =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => Decoding.Event(MessageText.Reading().With("mpan", $"\"{Meters.Mpan(i)}\"").ToString(), sequence: i)),
        ];
        ledger.Hub.Keep(Hubs.Readings, 0, events);
        return events;
    }

    /// <summary>How many values count in the first period; each is of a meter of its own.</summary>
    private static async Task<long> CountedAsync(TestLedger ledger) =>
        (await ledger.DayFold.FoldAsync(Day, await ledger.CutAsync(), 0, 1, default)).CellsInPeriod(1).Sum(total => total.Values);
}
