using System.Globalization;
using System.Text;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Messages;
using Settlement.Storage;

namespace Settlement.Ledger.Tests.Ingestion;

/// <summary>A hub that was made anew counts its events from 0 again: that is noticed, and taken as a new epoch once an operator says so.</summary>
public sealed class EpochTests
{
    private const int Old = 8;
    private static readonly PartitionId Partition = new(Hubs.Readings, 0);
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");

    /// <summary>How many events the new hub holds, and from which on they are delivered.</summary>
    public static TheoryData<int, int> NewStreams { get; } =
        new()
        {
            { 3, 0 },
            { 8, 0 },
            { 40, 0 },
            { 8, 7 },
            { 40, 7 },
            { 40, 8 },
            { 40, 20 },
        };

    [Theory]
    [MemberData(nameof(NewStreams))]
    public async Task Nothing_of_another_hub_is_taken_for_what_was_taken_before(int count, int from)
    {
        var ledger = await TakenAsync();
        var sent = Recreate(ledger, count);

        var stop = await Assert.ThrowsAsync<PartitionEpochException>(async () =>
            await NewProcess(ledger).IngestAsync(0, sent[from..], default)
        );

        Assert.Equal(Partition, stop.Partition);
        Assert.Contains("Open a new epoch", stop.Message, StringComparison.Ordinal);
        var recorded = await ledger.Stops.FindAsync(Partition, default);
        Assert.Equal((Old, 0, StopKind.Epoch, stop.Message), (recorded!.Sequence, recorded.Epoch, recorded.Kind, recorded.Error));
        Assert.Equal((0, Old - 1), await HeadAsync(ledger));
        Assert.Equal(Old, await CountedAsync(ledger));
    }

    [Theory]
    [MemberData(nameof(NewStreams))]
    public async Task In_a_new_epoch_everything_new_is_taken_once_and_everything_old_stays(int count, int from)
    {
        var ledger = await TakenAsync();
        var before = await ledger.CutAsync();
        var old = Events(0, Old);
        var sent = Recreate(ledger, count);
        var process = NewProcess(ledger);
        await Assert.ThrowsAsync<PartitionEpochException>(async () => await process.IngestAsync(0, sent[from..], default));

        var (act, refusal) = await OpenAsync(ledger);
        Assert.Equal((1, Old - 1L, "ann", "Moved.", null), (act!.Epoch, act.After, act.By, act.Why, refusal));
        Assert.Null(await ledger.Stops.FindAsync(Partition, await ledger.Heads.ReadAsync(Partition, default), default));
        Assert.Equal(new IngestOutcome(count, count, 0), await process.IngestAsync(0, sent[from..], default));

        // Again, and what the old hub had delivered late.
        Assert.Equal(default, await process.IngestAsync(0, sent, default));
        Assert.Equal(default, await process.IngestAsync(0, old, default));
        Assert.Equal(default, await NewProcess(ledger).IngestAsync(0, [.. old, .. sent], default));
        Assert.Equal((1, count - 1), await HeadAsync(ledger));
        Assert.Equal(Old + count, await CountedAsync(ledger));
        Assert.Equal(Old, await CountedAsync(ledger, before));
        await OldAndNewAreApartAsync(ledger, count);
    }

    [Fact]
    public async Task A_process_that_lives_on_notices_by_the_events()
    {
        var ledger = await TakenAsync();
        var sent = Recreate(ledger, 40);
        await Assert.ThrowsAsync<PartitionEpochException>(async () => await ledger.ReadingsIngest.IngestAsync(0, sent[..4], default));
        await Assert.ThrowsAsync<PartitionEpochException>(async () => await ledger.ReadingsIngest.IngestAsync(0, sent[7..], default));
        await Assert.ThrowsAsync<PartitionEpochException>(async () => await ledger.ReadingsIngest.IngestAsync(0, sent[8..], default));
        await Assert.ThrowsAsync<PartitionEpochException>(async () => await ledger.ReadingsIngest.IngestAsync(0, sent[12..], default));
        await Assert.ThrowsAsync<PartitionEpochException>(async () => await ledger.ReadingsIngest.CatchUpAsync(0, 39, default));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(40)]
    public async Task A_look_finds_it_without_any_delivery(int count)
    {
        var ledger = await TakenAsync();
        Recreate(ledger, count);
        var (head, stop) = await ledger.Watch.LookAsync(Partition, reads: true, default);
        Assert.Equal((Old - 1, StopKind.Epoch), (head.Sequence, stop!.Kind));
    }

    [Fact]
    public async Task Without_reading_a_look_finds_a_hub_that_is_shorter_or_as_long()
    {
        foreach (var count in (int[])[3, 8])
        {
            var ledger = await TakenAsync();
            Recreate(ledger, count);
            Assert.NotNull((await ledger.Watch.LookAsync(Partition, reads: false, default)).Stop);
        }
    }

    [Fact]
    public async Task The_same_hub_is_no_other_one_and_no_epoch_is_opened_for_it()
    {
        var ledger = await TakenAsync();
        Assert.Null((await ledger.Watch.LookAsync(Partition, reads: true, default)).Stop);
        ledger.Hub.Keep(Hubs.Readings, 0, Events(0, Old + 3));
        Assert.Null((await ledger.Watch.LookAsync(Partition, reads: true, default)).Stop);
        var (act, refusal) = await OpenAsync(ledger);
        Assert.Null(act);
        Assert.Contains("the hub is the same", refusal, StringComparison.Ordinal);

        var (again, nothing) = await ledger.Watch.OpenEpochAsync(new(Hubs.Readings, 1), _ => Task.FromResult("ann"), "Moved.", default);
        Assert.Null(again);
        Assert.Contains("Nothing was taken of epoch 0", nothing, StringComparison.Ordinal);
        Assert.Equal((0, Old - 1), await HeadAsync(ledger));
    }

    [Fact]
    public async Task Broker_times_that_go_back_are_no_sign_of_another_hub()
    {
        var ledger = await TestLedger.MakeAsync();
        var events = Events(0, Old);
        events[3] = events[3] with { Enqueued = events[3].Enqueued.AddSeconds(30) };
        ledger.Hub.Keep(Hubs.Readings, 0, events);
        await ledger.ReadingsIngest.IngestAsync(0, events, default);
        Assert.Equal(default, await ledger.ReadingsIngest.IngestAsync(0, events, default));
    }

    [Fact]
    public async Task A_stop_is_taken_back_when_the_old_hub_is_there_again()
    {
        var ledger = await TakenAsync();
        var sent = Recreate(ledger, 40);
        await Assert.ThrowsAsync<PartitionEpochException>(async () => await NewProcess(ledger).IngestAsync(0, sent, default));
        ledger.Hub.Clear(Hubs.Readings, 0);
        var old = Events(0, Old + 2);
        ledger.Hub.Keep(Hubs.Readings, 0, old);

        Assert.Null((await ledger.Watch.LookAsync(Partition, reads: true, default)).Stop);
        Assert.Null(await ledger.Stops.FindAsync(Partition, default));
        Assert.Equal(2, (await NewProcess(ledger).IngestAsync(0, old[Old..], default)).Events);
    }

    [Fact]
    public async Task It_stays_stopped_when_the_new_hub_has_lost_what_told_it_apart()
    {
        var ledger = await TakenAsync();
        var sent = Recreate(ledger, 40);
        await Assert.ThrowsAsync<PartitionEpochException>(async () => await NewProcess(ledger).IngestAsync(0, sent, default));
        ledger.Hub.LoseBefore(Hubs.Readings, 0, 8);
        await Assert.ThrowsAsync<PartitionEpochException>(async () => await NewProcess(ledger).IngestAsync(0, sent[8..], default));
    }

    [Fact]
    public async Task A_head_that_has_moved_over_lost_events_still_tells_another_hub()
    {
        var ledger = await TakenAsync();
        ledger.Hub.Keep(Hubs.Readings, 0, Events(0, Old + 4));
        ledger.Hub.LoseBefore(Hubs.Readings, 0, Old + 4);
        await ledger.Stops.SetAsideAsync(Partition, 0, Old, Old + 3, "ann", "Expired.", default);
        await ledger.ReadingsIngest.CatchUpAsync(0, Old + 3, default);
        Assert.Equal((0, Old + 3), await HeadAsync(ledger));
        var sent = Recreate(ledger, 40);
        await Assert.ThrowsAsync<PartitionEpochException>(async () => await NewProcess(ledger).IngestAsync(0, sent[(Old + 4)..], default));
    }

    [Fact]
    public async Task A_hub_that_holds_what_was_lost_before_is_another_one()
    {
        var ledger = await TakenAsync();
        ledger.Hub.Keep(Hubs.Readings, 0, Events(0, Old + 4));
        ledger.Hub.LoseBefore(Hubs.Readings, 0, Old + 4);
        await ledger.Stops.SetAsideAsync(Partition, 0, Old, Old + 3, "ann", "Expired.", default);
        await ledger.ReadingsIngest.CatchUpAsync(0, Old + 3, default);

        // The new hub is as long as the old one, and has lost the event by which they differ.
        var sent = Recreate(ledger, Old + 4);
        ledger.Hub.LoseBefore(Hubs.Readings, 0, Old + 1);

        await Assert.ThrowsAsync<PartitionEpochException>(async () =>
            await ledger.ReadingsIngest.IngestAsync(0, sent[(Old + 1)..], default)
        );
        await Assert.ThrowsAsync<PartitionEpochException>(async () => await ledger.ReadingsIngest.CatchUpAsync(0, Old + 3, default));
        Assert.Equal((0, Old + 3), await HeadAsync(ledger));
    }

    [Fact]
    public async Task A_hub_that_holds_what_was_lost_is_another_one_though_nothing_was_taken_yet()
    {
        var ledger = await TestLedger.MakeAsync();
        ledger.Hub.Keep(Hubs.Readings, 0, Events(0, Old));
        ledger.Hub.LoseBefore(Hubs.Readings, 0, Old);
        await ledger.Stops.SetAsideAsync(Partition, 0, 0, Old - 1, "ann", "Expired.", default);
        await ledger.ReadingsIngest.CatchUpAsync(0, Old - 1, default);
        Assert.Equal((0, Old - 1), await HeadAsync(ledger));

        var sent = Recreate(ledger, Old);

        await Assert.ThrowsAsync<PartitionEpochException>(async () => await ledger.ReadingsIngest.IngestAsync(0, sent, default));
        await Assert.ThrowsAsync<PartitionEpochException>(async () => await ledger.ReadingsIngest.CatchUpAsync(0, Old - 1, default));
    }

    [Fact]
    public async Task What_was_set_aside_in_an_epoch_is_not_set_aside_in_the_next()
    {
        var ledger = await TakenAsync();
        await ledger.Stops.SetAsideAsync(Partition, 0, 2, 5, "ann", "Expired.", default);
        Assert.Equal(5, await ledger.Stops.FindSetAsideEndAsync(Partition, 0, 2, default));
        Assert.Null(await ledger.Stops.FindSetAsideEndAsync(Partition, 1, 2, default));
        await ledger.Stops.SetAsideAsync(Partition, 1, 2, 5, "ann", "Expired.", default);
        Assert.Equal(5, await ledger.Stops.FindSetAsideEndAsync(Partition, 1, 2, default));
    }

    [Fact]
    public async Task Rejects_of_two_epochs_have_names_of_their_own_and_are_replayed_apart()
    {
        var ledger = await TestLedger.MakeAsync();
        var bad = MessageText.Reading().With("supplier", "\"NONE\"").ToString();
        HubEvent[] old = [Decoding.Event(bad, Decoding.Noon, 0), Decoding.Event(bad, Decoding.Noon, 1)];
        ledger.Hub.Keep(Hubs.Readings, 0, old);
        await ledger.ReadingsIngest.IngestAsync(0, old, default);
        ledger.Hub.Clear(Hubs.Readings, 0);
        HubEvent[] sent = [Decoding.Event(bad, Decoding.Noon.AddHours(1), 0), Decoding.Event(bad, Decoding.Noon.AddHours(1), 1)];
        ledger.Hub.Keep(Hubs.Readings, 0, sent);
        await OpenAsync(ledger);
        var process = NewProcess(ledger);
        await process.IngestAsync(0, sent, default);

        string[] ids =
        [
            "readings-0000-000000000000000-0000000",
            "readings-0000-000000000000001-0000000",
            "readings-0000-e00001.000000000000000-0000000",
            "readings-0000-e00001.000000000000001-0000000",
        ];
        Assert.Equal(ids, await IdsAsync());
        Assert.Equal(ids, ids.Order(StringComparer.Ordinal));

        var again = MessageText.Reading().ToString();
        foreach (var (number, id) in new[] { (2, ids[1]), (3, ids[2]) })
        {
            var replay = Decoding.Event(again, Decoding.Noon.AddHours(2), number) with { ReplayOf = id };
            ledger.Hub.Keep(Hubs.Readings, 0, [replay]);
            await process.IngestAsync(0, [replay], default);
        }
        Assert.Equal([ids[0], ids[3]], await IdsAsync());

        // Those of the earlier epoch are old enough to go, with their marks.
        await ledger.Rejects.PurgeAsync(Partition, Decoding.Noon.AddMinutes(30), default);
        Assert.Equal([ids[3]], await IdsAsync());
        var marks = new List<string>();
        await foreach (var mark in ledger.Store.QueryAsync("replays", "readings-0000", RowRange.All, default))
        {
            marks.Add(mark.Row[..30]);
        }
        Assert.Equal(["e00001.000000000000000-0000000"], marks);

        async Task<IEnumerable<string>> IdsAsync() => (await ledger.RejectsAsync(Hubs.Readings, 0)).Select(reject => reject.Id.ToString());
    }

    [Fact]
    public async Task A_head_of_an_earlier_version_is_read_and_goes_on()
    {
        var ledger = await TestLedger.MakeAsync();
        var events = Events(0, Old);
        ledger.Hub.Keep(Hubs.Readings, 0, events);
        await ledger.ReadingsIngest.IngestAsync(0, events[..4], default);
        await StoreHeadAsync("""{"step":1,"sequence":3}""");
        Assert.Equal(
            (1, 3, 0, null, null),
            await ledger.Heads.ReadAsync(Partition, default) is var (step, at, _, epoch, last, opening)
                ? (step, at, epoch, last, opening)
                : default
        );

        var process = NewProcess(ledger);
        Assert.Equal(default, await process.IngestAsync(0, events[..4], default));
        Assert.Equal(4, (await process.IngestAsync(0, events, default)).Events);
        Assert.Equal(LastTaken.Of(7, events[7].Enqueued, events[7].Body.Span), (await ledger.Heads.ReadAsync(Partition, default)).Last);

        // What it does not know it does not guess; a hub that is shorter is told all the same.
        await StoreHeadAsync("""{"step":2,"sequence":7}""");
        var sent = Recreate(ledger, 3);
        await Assert.ThrowsAsync<PartitionEpochException>(async () => await NewProcess(ledger).IngestAsync(0, sent, default));

        async Task StoreHeadAsync(string json) =>
            await ledger.Store.WriteAsync("heads", "readings-0000", [TableWrite.Put("head", Encoding.UTF8.GetBytes(json))], default);
    }

    [Fact]
    public async Task Steps_of_epoch_0_are_stored_as_they_were_before_there_were_epochs()
    {
        var ledger = await TakenAsync();
        var step = Encoding.UTF8.GetString((await ledger.Store.ReadAsync("heads", "readings-0000", "s-000000000001", default))!.Value.Span);
        Assert.DoesNotContain("epoch", step, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stops_of_earlier_versions_are_read()
    {
        var ledger = await TakenAsync();
        await ledger.Store.WriteAsync(
            "stops",
            "readings-0000",
            [
                TableWrite.Put("stop", """{"sequence":8,"since":"2026-06-20T06:00:00Z","error":"It cannot be stored."}"""u8.ToArray()),
                TableWrite.Put(
                    "a-000000000000008-000000000000009",
                    """{"from":8,"to":9,"by":"ann","at":"2026-06-20T06:00:00Z","why":"It waits."}"""u8.ToArray()
                ),
            ],
            default
        );
        var head = await ledger.Heads.ReadAsync(Partition, default);
        Assert.Equal(
            (0, StopKind.Event),
            await ledger.Stops.FindAsync(Partition, head, default) is { } stop ? (stop.Epoch, stop.Kind) : default
        );
        Assert.Equal(9, await ledger.Stops.FindSetAsideEndAsync(Partition, 0, 8, default));
    }

    private static async Task<(EpochAct? Act, string? Refusal)> OpenAsync(TestLedger ledger) =>
        await ledger.Watch.OpenEpochAsync(Partition, _ => Task.FromResult("ann"), "Moved.", default);

    private static ReadingsIngest NewProcess(TestLedger ledger) => ledger.IngestOver(ledger.Store);

    private static async Task<TestLedger> TakenAsync()
    {
        var ledger = await TestLedger.MakeAsync();
        var events = Events(0, Old);
        ledger.Hub.Keep(Hubs.Readings, 0, events);
        Assert.Equal(Old, (await ledger.ReadingsIngest.IngestAsync(0, events, default)).Events);
        return ledger;
    }

    /// <summary>A hub made anew two hours later, with events of other meters.</summary>
    private static HubEvent[] Recreate(TestLedger ledger, int count)
    {
        var events = Events(100, count, Decoding.Noon.AddHours(2));
        ledger.Hub.Clear(Hubs.Readings, 0);
        ledger.Hub.Keep(Hubs.Readings, 0, events);
        return events;
    }

    private static HubEvent[] Events(int firstMeter, int count, DateTimeOffset? enqueued = null) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    Decoding.Event(
                        MessageText.Reading().With("mpan", $"\"{Meters.Mpan(firstMeter + i)}\"").ToString(),
                        (enqueued ?? Decoding.Noon).AddSeconds(i),
                        i
                    )
                ),
        ];

    private static async Task<(int Epoch, long Sequence)> HeadAsync(TestLedger ledger) =>
        await ledger.Heads.ReadAsync(Partition, default) is var head ? (head.Epoch, head.Sequence) : default;

    /// <summary>How many values count in the first period; each is of a meter of its own.</summary>
    private static async Task<long> CountedAsync(TestLedger ledger, Cut? cut = null)
    {
        cut ??= await ledger.CutAsync();
        var fast = await ledger.DayFold.FoldAsync(Day, cut, 0, 1, default);
        var slow = await ledger.DayFold.FoldFromReadingsAsync(Day, cut, 0, 1, default);
        Assert.Equal(slow.Encode().ToArray(), fast.Encode().ToArray());
        return fast.CellsInPeriod(1).Sum(total => total.Values);
    }

    /// <summary>The versions of old meters have the positions of epoch 0, those of new ones of epoch 1.</summary>
    private static async Task OldAndNewAreApartAsync(TestLedger ledger, int count)
    {
        var reader = new LedgerReader(ledger.Store, ledger.Heads);
        foreach (var (meter, epoch) in new[] { (0, 0), (100, 1), (100 + count - 1, 1) })
        {
            var mpan = Mpan.FromFirstTwelve(long.Parse(Meters.Mpan(meter)[..12], CultureInfo.InvariantCulture));
            var found = new List<int>();
            await foreach (var version in reader.VersionsAsync(mpan, Day, await ledger.CutAsync(), default))
            {
                found.Add(EpochPosition.EpochOf(version.Key.Position));
            }
            Assert.Equal([epoch], found);
        }
    }
}
