using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Rejects;
using Settlement.Storage;

namespace Settlement.Ledger.Tests.Rejects;

/// <summary>The list of rejects and its counts, whatever happens to the rejects.</summary>
public sealed class RejectListTests
{
    private const string Bad = "not json";

    private static readonly string Unknown = MessageText.Reading().With("supplier", "\"NONE\"").ToString();
    private static readonly string Old = MessageText.Reading().With("day", "\"1970-01-01\"").ToString();
    private static readonly string Late = MessageText.Reading().With("day", "\"2026-06-17\"").With("mpan", "\"1\"").ToString();

    [Fact]
    public async Task It_has_what_was_rejected_by_day_and_reason()
    {
        var ledger = await FilledAsync();
        Assert.Equal(13, (await ledger.CheckAsync()).Count);
    }

    [Fact]
    public async Task What_comes_again_is_counted_no_longer()
    {
        var ledger = await FilledAsync();
        await ReplayAsync(ledger, 0, 8, 1, 4, 4, 6, 2);
        await ReplayAsync(ledger, 0, 13, 1, 8);

        var left = await ledger.CheckAsync();

        // Three came again and were rejected again, one of them once more; what had been accepted was rejected this time.
        Assert.Equal(14, left.Count);
        Assert.DoesNotContain(
            left,
            stored => stored.Id.Position is 1 or 2 or 6 or 8 && stored.Id.Partition == new PartitionId(Hubs.Readings, 0)
        );
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 8)]
    public async Task What_is_purged_is_counted_no_longer(int secondsAfter, int purged)
    {
        var ledger = await FilledAsync();
        var count = (await ledger.CheckAsync()).Count;
        await ReplayAsync(ledger, 0, 8, 1);

        await ledger.Rejects.PurgeAsync(new(Hubs.Readings, 0), Decoding.Noon.AddSeconds(secondsAfter), default);

        Assert.Equal(count - purged, (await ledger.CheckAsync()).Count);
        // A replay that comes late is taken, and counts what it is now.
        await ReplayAsync(ledger, 0, 9, 2);
        await ledger.CheckAsync();
        await ledger.ReadingsAsync(1, Bad);
        await ledger.CheckAsync();
    }

    [Fact]
    public async Task A_purge_that_dies_anywhere_leaves_a_list_and_counts_that_agree()
    {
        foreach (var kind in new[] { InterruptionKind.DiesBefore, InterruptionKind.DiesAfter })
        {
            var died = true;
            for (var operation = 0; died; operation++)
            {
                var store = new InMemoryTableStore();
                var ledger = await FilledAsync(store);
                await ReplayAsync(ledger, 0, 8, 1);
                var interrupted = new InterruptedStore(store);
                interrupted.Arm(operation, kind, null);
                var dying = new RejectStore(interrupted, new HeadStore(interrupted));
                died =
                    await Record.ExceptionAsync(async () =>
                        await dying.PurgeAsync(new(Hubs.Readings, 0), Decoding.Noon.AddSeconds(1), default)
                    ) is CrashException;
                await ledger.CheckAsync();

                await ledger.Rejects.PurgeAsync(new(Hubs.Readings, 0), Decoding.Noon.AddSeconds(1), default);
                Assert.Equal(5, (await ledger.CheckAsync()).Count);
                Assert.DoesNotContain(
                    store.All(),
                    row => row.Table is "rejectlists" or "rejects" or "replays" && row.Partition == "readings-0000"
                );
                Assert.True(died || operation > 8, "Nothing was interrupted.");
            }
        }
    }

    [Fact]
    public async Task An_ingest_that_dies_anywhere_leaves_a_list_and_counts_that_agree()
    {
        foreach (var kind in new[] { InterruptionKind.DiesBefore, InterruptionKind.DiesAfter })
        {
            var died = true;
            for (var operation = 0; died; operation++)
            {
                var store = new InMemoryTableStore();
                var ledger = await FilledAsync(store);
                var interrupted = new InterruptedStore(store);
                interrupted.Arm(operation, kind, null);
                var replays = Replays(ledger, 0, 8, 1, 4);
                died =
                    await Record.ExceptionAsync(async () => await ledger.IngestOver(interrupted).IngestAsync(0, replays, default))
                    is CrashException;
                await ledger.CheckAsync();

                await ledger.ReadingsIngest.IngestAsync(0, replays, default);
                Assert.Equal(14, (await ledger.CheckAsync()).Count);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ledger_of_earlier_code_is_counted_once(bool goesOnFirst)
    {
        var store = new InMemoryTableStore();
        var ledger = await FilledAsync(store);
        await ReplayAsync(ledger, 0, 8, 1, 4);
        foreach (var partition in new[] { "readings-0000", "readings-0001", "market-0000" })
        {
            await ListedRejects.AgeAsync(store, partition, withoutLists: true);
        }
        if (goesOnFirst)
        {
            await ledger.ReadingsAsync(1, Unknown, Old);
            await ReplayAsync(ledger, 0, 10, 2);
        }

        var all = await ledger.CheckAsync();
        Assert.Equal(goesOnFirst ? 16 : 14, all.Count);
        var walked = store.All().Count(row => row.Table == "rejectlists");
        Assert.True(walked > 0);
        await ReplayAsync(ledger, 0, goesOnFirst ? 11 : 10, 3);
        await ledger.MarketAsync(0, Bad, Bad);
        Assert.Equal(all.Count + 2, (await ledger.CheckAsync()).Count);
    }

    [Theory]
    [InlineData(InterruptionKind.DiesBefore)]
    [InlineData(InterruptionKind.DiesAfter)]
    [InlineData(InterruptionKind.OtherFirst)]
    public async Task A_count_of_earlier_rejects_may_die_or_be_overtaken_anywhere(InterruptionKind kind)
    {
        var interrupted = true;
        for (var operation = 0; interrupted; operation++)
        {
            var store = new InMemoryTableStore();
            var ledger = await FilledAsync(store);
            await ReplayAsync(ledger, 0, 8, 1);
            await ListedRejects.AgeAsync(store, "readings-0000", withoutLists: true);
            var faulty = new InterruptedStore(store);
            interrupted = false;
            faulty.Happened = _ => interrupted = true;
            faulty.Arm(
                operation,
                kind,
                async () =>
                {
                    interrupted = true;
                    await ReplayAsync(ledger, 0, 9, 2);
                }
            );
            var counting = new RejectStore(faulty, new HeadStore(faulty));
            var failure = await Record.ExceptionAsync(async () =>
                await counting.List.ReadPageAsync([new(Hubs.Readings, 0)], new RejectFilter(), null, 100, default)
            );

            Assert.True(failure is null or CrashException, failure?.ToString());
            Assert.Equal(13, (await ledger.CheckAsync()).Count);
            Assert.True(interrupted || operation > 8, "Nothing was interrupted.");
        }
    }

    [Fact]
    public async Task Steps_that_earlier_code_made_in_between_are_counted_too()
    {
        var store = new InMemoryTableStore();
        var ledger = await FilledAsync(store);
        await ledger.CheckAsync();
        await ledger.ReadingsAsync(1, Bad, Old);
        await store.DeleteAsync("rejectlists", "readings-0001", RowRange.All, default);
        await ListedRejects.AgeAsync(store, "readings-0001", withoutLists: false);

        Assert.Equal(15, (await ledger.CheckAsync()).Count);
    }

    [Theory]
    [InlineData("head-rejects", true)]
    [InlineData("head-rejects", false)]
    public async Task Counts_that_are_damaged_or_gone_hold_nothing_up_and_are_counted_anew(string row, bool isGone)
    {
        var store = new InMemoryTableStore();
        var ledger = await FilledAsync(store);
        var spoiled = isGone ? TableWrite.Delete(row) : TableWrite.Put(row, new byte[] { 1, 2, 3 });
        await store.WriteAsync("heads", "readings-0000", [spoiled], default);
        Assert.Equal(13, (await ledger.CheckAsync()).Count);

        await store.WriteAsync("heads", "readings-0000", [spoiled], default);
        await ReplayAsync(ledger, 0, 8, 1, 4);
        Assert.Equal(14, (await ledger.CheckAsync()).Count);

        await store.WriteAsync("heads", "readings-0000", [spoiled], default);
        await ledger.Rejects.PurgeAsync(new(Hubs.Readings, 0), Decoding.Noon.AddSeconds(1), default);
        Assert.Equal(5, (await ledger.CheckAsync()).Count);
    }

    [Fact]
    public async Task Rows_that_say_where_rejects_are_and_are_damaged_cost_reads_and_no_rejects()
    {
        var store = new InMemoryTableStore();
        var ledger = await FilledAsync(store);
        foreach (var (table, partition, entry) in store.All().Where(row => row.Table == "rejectlists"))
        {
            await store.WriteAsync(table, partition, [TableWrite.Put(entry.Row, new byte[] { 1, 2, 3 })], default);
        }

        Assert.Equal(13, (await ledger.CheckAsync()).Count);
    }

    [Fact]
    public async Task However_many_days_are_named_each_is_counted_right_and_the_row_stays_small()
    {
        var store = new InMemoryTableStore();
        var ledger = await FilledAsync(store);
        var day = new NodaTime.LocalDate(1000, 1, 1);
        var days = Enumerable.Range(0, 20_000).Select(i => $"{{\"day\":\"{day.PlusDays(i):uuuu-MM-dd}\"}}");
        await ledger.ReadingsAsync(0, $"[{string.Join(',', days)},{Old},{Old}]", Late);
        await ledger.ReadingsAsync(0, """{"day":"1000-01-01"}""");

        Assert.Equal(13 + 20_004, (await ledger.CheckAsync(1_000)).Count);

        var filter = new RejectFilter(Settlement.Domain.Calendar.SettlementDay.Parse("1000-01-01"));
        var page = await ledger.Rejects.List.ReadPageAsync([new(Hubs.Readings, 0)], filter, null, 10, default);
        Assert.Equal((2L, 2), (page.Total, page.Items.Count));
        Assert.InRange((await store.ReadAsync("heads", "readings-0000", "head-rejects", default))!.Value.Length, 1_000, 600_000);
        Assert.InRange(store.All().Count(row => row.Table == "rejectlists"), 1, 200);

        await ledger.Rejects.PurgeAsync(new(Hubs.Readings, 0), Decoding.Noon.AddSeconds(1), default);
        Assert.Equal(5, (await ledger.CheckAsync()).Count);
        Assert.InRange((await store.ReadAsync("heads", "readings-0000", "head-rejects", default))!.Value.Length, 1, 100);
    }

    [Fact]
    public async Task A_page_among_many_that_came_again_in_part_ends_early_and_the_next_goes_on()
    {
        var ledger = await TestLedger.MakeAsync();
        for (var i = 0; i < 600; i++)
        {
            await ledger.ReadingsAsync(0, $"[{Unknown},{Unknown}]");
        }
        // The first of each two comes again and is taken as another: what lists its step stays, for the second is still there.
        for (var place = 0; place < 2; place++)
        {
            for (var i = 0; i < 599; i++)
            {
                await ledger.ReadingsIngest.IngestAsync(0, [Replay(ledger, 600 + i + (599 * place), i, place, Bad)], default);
            }
        }

        var pages = 0;
        var (items, next) = (new List<StoredReject>(), default(RejectPlace));
        do
        {
            var filter = new RejectFilter(Reason: RejectReasons.SupplierUnknown);
            var page = await ledger.Rejects.List.ReadPageAsync([new(Hubs.Readings, 0)], filter, next, 1, default);
            Assert.Equal(2, page.Total);
            items.AddRange(page.Items);
            next = page.Next;
            pages++;
        } while (next is not null);
        Assert.Equal([599L, 599L], items.Select(item => item.Id.Position));
        Assert.InRange(pages, 4, 6);
    }

    private static async Task<TestLedger> FilledAsync(InMemoryTableStore? store = null)
    {
        var ledger = await TestLedger.MakeAsync(store);
        await ledger.ReadingsAsync(0, MessageText.Reading().ToString(), Bad, Unknown, $"[{Unknown},7,{Late}]");
        await ledger.ReadingsAsync(0, MessageText.Reading().ToString());
        await ledger.ReadingsAsync(0, Unknown, Old, "{}");
        await ledger.ReadingsAsync(1, Late, Late);
        await ledger.MarketAsync(0, Bad, "{}", "[]");
        await ledger.MarketAsync(0, Late);
        return ledger;
    }

    private static async Task ReplayAsync(TestLedger ledger, int partition, long next, params int[] rejected) =>
        await ledger.ReadingsIngest.IngestAsync(partition, Replays(ledger, partition, next, rejected), default);

    private static HubEvent[] Replays(TestLedger ledger, int partition, long next, params int[] rejected) =>
        [.. rejected.Select((sequence, i) => Replay(ledger, next + i, sequence, 0, Unknown, partition))];

    private static HubEvent Replay(TestLedger ledger, long sequence, long rejected, int place, string body, int partition = 0)
    {
        var id = new RejectId(new(Hubs.Readings, partition), rejected, place);
        var e = Decoding.Event(body, sequence: sequence) with { ReplayOf = id.ToString() };
        ledger.Hub.Keep(Hubs.Readings, partition, [e]);
        return e;
    }
}
