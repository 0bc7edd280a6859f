using Settlement.Domain.Calendar;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Messages;
using Settlement.Storage;

namespace Settlement.Ledger.Tests.Ingestion;

/// <summary>An event that cannot be taken in stops its partition; it is named, nothing is skipped, and an operator may set it aside.</summary>
public sealed class StoppedPartitionTests
{
    /// <summary>A day that the store will not have: stands for whatever makes one event impossible to take.</summary>
    private const string Cursed = "2026-06-10";

    private static readonly string Good = MessageText.Reading().ToString();
    private static readonly string Bad = MessageText.Reading().With("day", $"\"{Cursed}\"").ToString();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(7, 0)]
    [InlineData(7, 3)]
    [InlineData(7, 6)]
    [InlineData(64, 41)]
    public async Task A_batch_is_taken_up_to_the_event_that_cannot_be(int count, int cursed)
    {
        var (ledger, _) = await CursedAsync();

        var stop = await Assert.ThrowsAsync<PartitionStoppedException>(async () =>
            await ledger.ReadingsIngest.IngestAsync(0, Events(count, cursed), default)
        );

        Assert.Equal((Hubs.Readings, 0, cursed), (stop.Partition.Hub, stop.Partition.Number, (int)stop.Sequence));
        Assert.Contains("too large", stop.Message, StringComparison.Ordinal);
        Assert.Equal(cursed - 1, (await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default)).Sequence);
        var recorded = await ledger.Stops.FindAsync(new(Hubs.Readings, 0), default);
        Assert.Equal((cursed, "The entity is too large."), ((int)recorded!.Sequence, recorded.Error));
    }

    [Fact]
    public async Task It_goes_on_once_the_event_is_set_aside_and_the_event_is_kept_as_a_reject()
    {
        var (ledger, _) = await CursedAsync();
        await Assert.ThrowsAsync<PartitionStoppedException>(async () => await ledger.ReadingsIngest.IngestAsync(0, Events(9, 4), default));
        await ledger.Stops.SetAsideAsync(new(Hubs.Readings, 0), 0, 4, 4, "operator", "Waits for a mended version.", default);

        await ledger.ReadingsIngest.IngestAsync(0, Events(9, 4), default);

        Assert.Equal(8, (await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default)).Sequence);
        var reject = Assert.Single(await ledger.RejectsAsync(Hubs.Readings, 0));
        Assert.Equal(
            ("readings-0000-000000000000004-0000000", RejectReasons.SetAside, Bad),
            (reject.Id.ToString(), reject.Reject.Reasons, reject.BodyText)
        );
        Assert.Equal(["set-aside"], reject.Reject.Reasons.ToCodes());
    }

    [Fact]
    public async Task It_goes_on_by_itself_once_the_cause_is_mended_though_the_event_was_set_aside()
    {
        var (ledger, store) = await CursedAsync();
        await Assert.ThrowsAsync<PartitionStoppedException>(async () => await ledger.ReadingsIngest.IngestAsync(0, Events(3, 1), default));
        await ledger.Stops.SetAsideAsync(new(Hubs.Readings, 0), 0, 1, 1, "operator", "In case it is not mended in time.", default);
        store.BeforeWrite = null;

        await ledger.ReadingsIngest.IngestAsync(0, Events(3, 1), default);

        Assert.Empty(await ledger.RejectsAsync(Hubs.Readings, 0));
        Assert.Equal(
            1,
            (await ledger.DayFold.FoldAsync(SettlementDay.Parse(Cursed), await ledger.CutAsync(), 0, 1, default))
                .CellsInPeriod(1)
                .Single()
                .Values
        );
    }

    [Fact]
    public async Task The_same_stop_met_again_keeps_the_time_of_the_first()
    {
        var (ledger, _) = await CursedAsync();
        await Assert.ThrowsAsync<PartitionStoppedException>(async () => await ledger.ReadingsIngest.IngestAsync(0, Events(3, 1), default));
        var first = await ledger.Stops.FindAsync(new(Hubs.Readings, 0), default);
        await Assert.ThrowsAsync<PartitionStoppedException>(async () => await ledger.ReadingsIngest.IngestAsync(0, Events(3, 1), default));
        Assert.Equal(first, await ledger.Stops.FindAsync(new(Hubs.Readings, 0), default));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_the_fault_of_no_event()
    {
        var (ledger, store) = await CursedAsync();
        store.BeforeWrite = (partition, _) =>
            throw new TableUnavailableException("blocks", partition, "The service is busy.", new IOException("503"));

        await Assert.ThrowsAsync<TableUnavailableException>(async () => await ledger.ReadingsIngest.IngestAsync(0, Events(3, 1), default));

        Assert.Null(await ledger.Stops.FindAsync(new(Hubs.Readings, 0), default));
        Assert.Equal(Head.Start, await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default));
    }

    [Fact]
    public async Task A_bug_or_an_exhausted_machine_is_the_fault_of_no_event()
    {
        foreach (
            var failure in new Exception[]
            {
                new InsufficientMemoryException(),
                new KeyNotFoundException(),
                new InvalidOperationException("A bug."),
                new ArgumentNullException("row"),
            }
        )
        {
            var (ledger, store) = await CursedAsync();
            var writes = 0;
            store.BeforeWrite = (_, _) =>
            {
                writes++;
                throw failure;
            };

            Assert.Same(
                failure,
                await Assert.ThrowsAnyAsync<Exception>(async () => await ledger.ReadingsIngest.IngestAsync(0, Events(8, 1), default))
            );

            Assert.Equal(1, writes);
            Assert.Null(await ledger.Stops.FindAsync(new(Hubs.Readings, 0), default));
        }
    }

    [Fact]
    public async Task A_delivery_that_is_narrowed_down_has_one_budget_of_conflicts()
    {
        var (ledger, store) = await CursedAsync();
        var advances = 0;
        store.BeforeWrite = (partition, batch) =>
        {
            if (batch.Any(write => write.Row == "head"))
            {
                advances++;
                throw new TableConflictException("heads", partition, "head");
            }

            if (partition.StartsWith(Cursed, StringComparison.Ordinal))
            {
                throw new ArgumentException("The entity is too large.");
            }
        };

        await Assert.ThrowsAsync<TableConflictException>(async () => await ledger.ReadingsIngest.IngestAsync(0, Events(64, 63), default));

        Assert.Equal(17, advances);
    }

    private static HubEvent[] Events(int count, int cursed) =>
        [.. Enumerable.Range(0, count).Select(i => Decoding.Event(i == cursed ? Bad : Good, sequence: i))];

    private static async Task<(TestLedger Ledger, InMemoryTableStore Store)> CursedAsync()
    {
        var store = new InMemoryTableStore();
        var ledger = await TestLedger.MakeAsync(store);
        store.BeforeWrite = (partition, _) =>
        {
            if (partition.StartsWith(Cursed, StringComparison.Ordinal))
            {
                throw new ArgumentException("The entity is too large.");
            }
        };
        return (ledger, store);
    }
}
