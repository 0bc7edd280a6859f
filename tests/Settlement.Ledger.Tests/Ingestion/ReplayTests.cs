using Settlement.Domain.Calendar;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Tests.Ingestion;

/// <summary>A reject that is sent again gets a new verdict and leaves the list in the same moment; nothing counts twice.</summary>
public sealed class ReplayTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");
    private static readonly string Bad = MessageText.Reading().With("supplier", "\"NONE\"").ToString();

    [Fact]
    public async Task One_that_is_accepted_leaves_the_list_and_counts_once()
    {
        var ledger = await RejectedAsync();
        await MendAsync(ledger);
        await ledger.ReadingsIngest.IngestAsync(0, [Replay(ledger, 1, 3)], default);

        Assert.Equal([0L, 2L], (await ledger.RejectsAsync(Hubs.Readings, 0)).Select(reject => reject.Id.Position));
        Assert.Equal(1, await CountedAsync(ledger));
    }

    [Fact]
    public async Task One_that_is_rejected_again_stands_in_the_list_once()
    {
        var ledger = await RejectedAsync();
        await ledger.ReadingsIngest.IngestAsync(0, [Replay(ledger, 1, 3)], default);
        Assert.Equal([0L, 2L, 3L], (await ledger.RejectsAsync(Hubs.Readings, 0)).Select(reject => reject.Id.Position));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task However_often_it_is_sent_it_is_taken_once(bool inOneBatch)
    {
        var ledger = await RejectedAsync();
        HubEvent[] sent = [Replay(ledger, 1, 3), Replay(ledger, 1, 4), Replay(ledger, 1, 5)];
        foreach (var batch in inOneBatch ? [sent] : sent.Select(e => new[] { e }))
        {
            await ledger.ReadingsIngest.IngestAsync(0, batch, default);
        }

        Assert.Equal([0L, 2L, 3L], (await ledger.RejectsAsync(Hubs.Readings, 0)).Select(reject => reject.Id.Position));
        Assert.Equal(5, (await ledger.Heads.ReadAsync(new(Hubs.Readings, 0), default)).Sequence);
    }

    [Fact]
    public async Task Its_replay_can_be_replayed_in_turn()
    {
        var ledger = await RejectedAsync();
        await ledger.ReadingsIngest.IngestAsync(0, [Replay(ledger, 1, 3)], default);
        await MendAsync(ledger);
        await ledger.ReadingsIngest.IngestAsync(0, [Replay(ledger, 3, 4)], default);

        Assert.Equal([0L, 2L], (await ledger.RejectsAsync(Hubs.Readings, 0)).Select(reject => reject.Id.Position));
        Assert.Equal(1, await CountedAsync(ledger));
    }

    [Theory]
    [InlineData("market-0000-000000000000001-0000000")]
    [InlineData("readings-0001-000000000000001-0000000")]
    [InlineData("readings-0000-1-0")]
    [InlineData("nonsense")]
    public async Task An_event_that_names_no_reject_of_its_partition_is_an_event_like_any_other(string id)
    {
        var ledger = await RejectedAsync();
        await ledger.ReadingsIngest.IngestAsync(
            0,
            [Decoding.Event(MessageText.Reading().ToString(), sequence: 3) with { ReplayOf = id }],
            default
        );
        await ledger.ReadingsIngest.IngestAsync(
            0,
            [Decoding.Event(MessageText.Reading().ToString(), sequence: 4) with { ReplayOf = id }],
            default
        );

        Assert.Equal(3, (await ledger.RejectsAsync(Hubs.Readings, 0)).Count);
        Assert.Equal(1, (await ledger.Heads.ReadStepAsync(new(Hubs.Readings, 0), 3, default))!.Accepted);
    }

    [Fact]
    public async Task A_crash_at_any_moment_leaves_it_either_listed_or_taken()
    {
        foreach (var kind in new[] { InterruptionKind.DiesBefore, InterruptionKind.DiesAfter })
        {
            for (var operation = 0; operation < 10; operation++)
            {
                var store = new InMemoryTableStore();
                var ledger = await RejectedAsync(store);
                await MendAsync(ledger);
                var interrupted = new InterruptedStore(store);
                var dying = ledger.IngestOver(interrupted);
                interrupted.Arm(operation, kind, null);
                await Record.ExceptionAsync(async () => await dying.IngestAsync(0, [Replay(ledger, 1, 3)], default));

                var listed = (await ledger.RejectsAsync(Hubs.Readings, 0)).Count;
                Assert.Equal(3, listed + await CountedAsync(ledger));
                await ledger.ReadingsIngest.IngestAsync(0, [Replay(ledger, 1, 3)], default);
                Assert.Equal((2, 1), ((await ledger.RejectsAsync(Hubs.Readings, 0)).Count, await CountedAsync(ledger)));
            }
        }
    }

    private static async Task<TestLedger> RejectedAsync(InMemoryTableStore? store = null)
    {
        var ledger = await TestLedger.MakeAsync(store);
        await ledger.ReadingsAsync(0, Bad.Replace("NONE", "NON1", StringComparison.Ordinal), Bad, "no json");
        return ledger;
    }

    private static async Task MendAsync(TestLedger ledger) =>
        await ledger.References.ReplaceAsync(
            new Dictionary<string, string> { ["participants"] = TestMarket.Sets["participants"] + "\nNONE,None,supplier,," }
        );

    private static HubEvent Replay(TestLedger ledger, long rejected, long sequence)
    {
        var e = Decoding.Event(Bad, sequence: sequence) with { ReplayOf = $"readings-0000-{rejected:D15}-0000000" };
        ledger.Hub.Keep(Hubs.Readings, 0, [e]);
        return e;
    }

    private static async Task<long> CountedAsync(TestLedger ledger) =>
        (await ledger.DayFold.FoldAsync(Day, await ledger.CutAsync(), 0, 1, default)).CellsInPeriod(1).Sum(total => total.Values);
}
