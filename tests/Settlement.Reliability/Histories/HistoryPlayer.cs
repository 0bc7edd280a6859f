using System.Globalization;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Doubts;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Merging;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Rejects;
using Settlement.Reliability.Faults;
using Settlement.Reliability.Support;
using Settlement.Storage;

namespace Settlement.Reliability.Histories;

/// <summary>Plays a history into a ledger and keeps account of what must have become of each event.</summary>
internal sealed class HistoryPlayer : IRunCuts
{
    /// <summary>A delivery that fails is repeated; longer than any outage of a history lasts.</summary>
    private const int MaxTries = 64;

    private readonly History _history;
    private readonly CursedStore _store;
    private readonly LedgerParts _ledger;
    private readonly Tally _hazards;
    private readonly Consumer[] _processes = new Consumer[2];
    private readonly Dictionary<(string Hub, int Partition), (int Epoch, long Sequence)> _heads = [];
    private readonly Dictionary<string, DateTimeOffset> _latestTaken = [];
    private readonly List<Cut> _cuts = [];
    private readonly MergeClock _clock = new();
    private int _sent;
    private DateOnly? _cursed;

    /// <summary>Prepares a player over an empty store.</summary>
    public HistoryPlayer(History history, ITableStore store, Tally hazards)
    {
        _history = history;
        _hazards = hazards;
        _store = new CursedStore(store);
        Log = new HubLog(history.Quarantines);
        _ledger = new LedgerParts(_store, Log.Memory, quarantines: history.Quarantines);
        for (var i = 0; i < _processes.Length; i++)
        {
            _processes[i] = NewProcess();
        }
    }

    /// <summary>The hubs.</summary>
    public HubLog Log { get; }

    /// <summary>Called for each cut at once, with what takes it.</summary>
    public required Func<Cut, LedgerParts, int, int, Task> AtCut { get; init; }

    /// <summary>Plays the whole history.</summary>
    /// <returns>The cuts, the last of them after everything.</returns>
    public async Task<IReadOnlyList<Cut>> PlayAsync()
    {
        foreach (var act in _history.Acts)
        {
            await PlayAsync(act);
            await AccountAsync();
        }

        Send(_history.Sendings.Count);
        if (_history.Seed % 2 == 0)
        {
            Put(new Curse(null));
        }
        foreach (var (hub, partition) in Partitions())
        {
            await DrainAsync(hub, partition);
        }
        await CutAsync(new TakeCut(3, 1, null));
        return _cuts;
    }

    private async Task PlayAsync(Act act)
    {
        switch (act)
        {
            case Send send:
                Send(send.UpTo);
                break;
            case Delivery delivery:
                await DeliverAsync(delivery);
                break;
            case Meeting meeting:
                await MeetAsync(meeting);
                break;
            case TakeCut cut:
                await CutAsync(cut);
                break;
            case Expiry expiry:
                await ExpireAsync(expiry);
                break;
            case Recreation recreation:
                await RecreateAsync(recreation);
                break;
            case Curse curse:
                Put(curse);
                break;
            case ReplayRejects replay:
                await ReplayAsync(replay);
                break;
            case ReleaseValues release:
                await ReleaseAsync(release);
                break;
            case Upkeep upkeep:
                await UpkeepAsync(upkeep);
                break;
            default:
                throw new ArgumentException($"There is no act {act}.", nameof(act));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyCollection<long>> ListStepsAsync(int partition, SettlementDay day, CancellationToken cancellationToken) =>
        new([.. _cuts.Select(cut => cut.Readings.FirstOrDefault(each => each.Partition == partition)?.Step).OfType<long>()]);

    private async Task ExpireAsync(Expiry expiry)
    {
        var (hub, partition) = (expiry.Hub, expiry.Partition);
        // A hub made anew is noticed long before its retention takes anything.
        if ((await PlaceAsync(hub, partition)).Epoch == Log.Epoch(hub, partition))
        {
            var head = await HeadAsync(hub, partition);
            var before = Math.Min(head + 1 + expiry.Beyond, Log.Last(hub, partition) + 1);
            _hazards.Count(Hazard.EventsExpired, Log.Expire(hub, partition, head, before));
        }
    }

    private async Task RecreateAsync(Recreation act)
    {
        var head = await _ledger.Heads.ReadAsync(new(act.Hub, act.Partition), default);
        // Where nothing but losses was taken yet, nothing tells one hub from another.
        if (head.Sequence >= 0 && head.Last is null)
        {
            return;
        }
        Log.Recreate(act.Hub, act.Partition, (head.Epoch, head.Sequence));
        _hazards.Count(Hazard.HubRecreated, head.Sequence >= 0);
        for (var i = 0; act.Restarts && i < _processes.Length; i++)
        {
            _processes[i] = NewProcess();
        }
    }

    private async Task UpkeepAsync(Upkeep act)
    {
        var process = _processes[act.Process];
        var days = Log.ListEvents(Hubs.Readings, act.Partition)
            .SelectMany(e => e.Values)
            .Select(value => Day(value.Day))
            .Distinct()
            .Order()
            .ToList();
        process.Store.Arm([
            .. act.Faults.Select(fault => new Interruption(
                fault.Operation,
                fault.Kind,
                fault.Times,
                async () =>
                {
                    _hazards.Count(Hazard.UpkeepInterleaved);
                    await (
                        fault.Other is not null
                            ? BetweenAsync(fault)
                            : (fault.Operation % 3) switch
                            {
                                0 => UpkeepAsync(act with { Process = 1 - act.Process, Sweeps = false, Faults = [] }),
                                1 => CutAsync(new TakeCut(1, 3, null)),
                                _ => BetweenAsync(fault),
                            }
                    );
                }
            )),
        ]);
        if (act.Sweeps)
        {
            _clock.Advance(2 * BlockSweeper.Grace.ToTimeSpan());
        }
        try
        {
            foreach (var day in days)
            {
                if (act.Sweeps)
                {
                    _hazards.Count(Hazard.BlockSwept, await process.Ledger.Sweeper.SweepAsync(act.Partition, day, default));
                }
                else
                {
                    _hazards.Count(Hazard.BlockMerged, (await process.Ledger.Merger.MergeAsync(act.Partition, day, default)).Blocks);
                }
            }
        }
        catch (CrashException)
        {
            _hazards.Count(Hazard.UpkeepBrokenOff);
            _processes[act.Process] = NewProcess();
        }
        catch (Exception e) when (e is TableUnavailableException || (e is ArgumentException && _cursed is not null))
        {
            _hazards.Count(Hazard.UpkeepBrokenOff);
        }
        catch (TableConflictException)
        {
            _hazards.Count(Hazard.MergeOvertaken);
        }
    }

    private void Send(int upTo)
    {
        for (; _sent < upTo; _sent++)
        {
            Log.Send(_history.Sendings[_sent]);
        }
    }

    private void Put(Curse curse)
    {
        _cursed = curse.Day;
        _store.Day = curse.Day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task CutAsync(TakeCut act)
    {
        var partitions = _history.Partitions;
        var cut = await _ledger.CutAsync(partitions[Hubs.Readings][_sent], partitions[Hubs.Market][_sent]);
        if (_history.Acts.Any(each => ReferenceEquals(each, act)) && cut.Readings.Any(IsFarBehind) && cut.Readings.Any(IsAtEnd))
        {
            _hazards.Count(Hazard.SlowPartition);
        }
        _cuts.Add(cut);
        if (act.Failing is { } operation)
        {
            var process = _processes[0];
            process.Store.Arm([new Interruption(operation, InterruptionKind.FailsBefore)]);
            try
            {
                await AtCut(cut, process.Ledger, act.FastGroups, act.SlowGroups);
            }
            catch (TableUnavailableException)
            {
                _hazards.Count(Hazard.FoldFailed);
            }

            process.Store.Arm([]);
        }

        await AtCut(cut, _ledger, act.FastGroups, act.SlowGroups);

        bool IsAtEnd(PartitionCut partition) =>
            partition.Sequence >= 0
            && (partition.Epoch, partition.Sequence) == Log.ListEvents(Hubs.Readings, partition.Partition).LastOrDefault()?.Place;

        bool IsFarBehind(PartitionCut partition) =>
            Log.ListEvents(Hubs.Readings, partition.Partition).Count(e => e.Place.CompareTo((partition.Epoch, partition.Sequence)) > 0)
            >= 3;
    }

    private async Task MeetAsync(Meeting meeting)
    {
        var turns = new Turns(SeededRandom.Create(meeting.Chance));
        Delivery[] deliveries = [meeting.First, meeting.Second];
        await turns.RunAsync([.. deliveries.Select(delivery => (Func<int, Task>)(number => MeetingAsync(delivery, number)))]);
        if (turns.Changes > 3)
        {
            _hazards.Count(Hazard.ConsumersInterleaved);
        }

        async Task MeetingAsync(Delivery delivery, int number)
        {
            _processes[delivery.Process].Store.Take(turns, number);
            await DeliverAsync(delivery);
            _processes[delivery.Process].Store.Take(null, 0);
        }
    }

    private async Task DeliverAsync(Delivery delivery)
    {
        var (hub, partition, way) = (delivery.Hub, delivery.Partition, delivery.Way);
        var process = _processes[delivery.Process];
        var head = await HeadAsync(hub, partition);
        var events = Batch(delivery, head);
        if (events.Count == 0 && !way.CatchUp)
        {
            return;
        }
        process.Store.Arm([
            .. delivery.Faults.Select(fault => new Interruption(fault.Operation, fault.Kind, fault.Times, () => BetweenAsync(fault))),
        ]);
        process.Hub.Arm(way.HubFails, way.HubGives);
        var (failures, opens, stopped) = (0, false, -1L);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            try
            {
                if (opens)
                {
                    await OpenEpochAsync(process.Ledger, hub, partition);
                    opens = false;
                }
                var ingest = process.Ledger.Ingest(hub);
                var last = Log.Last(hub, partition);
                var outcome = way.CatchUp
                    ? await ingest.CatchUpAsync(partition, last, default)
                    : await ingest.IngestAsync(partition, events, default);
                if (way.CatchUp)
                {
                    _hazards.Count(Hazard.CaughtUp, outcome.Events);
                }
                else if (outcome.Events > 0 && delivery.Skip > 0)
                {
                    _hazards.Count(Hazard.GapReadAgain, outcome.Events);
                }
                return;
            }
            catch (CrashException)
            {
                _processes[delivery.Process] = NewProcess();
                return;
            }
            catch (Exception e) when (e is TableUnavailableException or TableConflictException or IOException)
            {
                failures++;
                if (failures == 3 && e is TableUnavailableException)
                {
                    _hazards.Count(Hazard.Throttled);
                }
            }
            catch (PartitionStoppedException stop)
            {
                await LookAfterStopAsync(hub, partition, stop, way.Operator);
                if (!way.Operator)
                {
                    return;
                }
                failures = MaxTries;
                // Where many events in a row are set aside, each is a step forward.
                tries = stop.Sequence > stopped ? 0 : tries;
                stopped = stop.Sequence;
            }
            catch (PartitionEpochException stop)
            {
                await LookAfterAnotherHubAsync(hub, partition, stop);
                if (!way.Operator)
                {
                    return;
                }
                opens = true;
            }
            catch (PartitionGapException gap)
            {
                await LookAfterGapAsync(hub, partition, gap, way.Operator);
                if (!way.Operator)
                {
                    return;
                }
            }

            if (way.GivesUp && failures > 1)
            {
                _hazards.Count(Hazard.GivenUp);
                return;
            }
        }

        throw Wrong($"partition {partition} of '{hub}' does not go on.");
    }

    /// <summary>What a delivery hands over; the same again when it is repeated.</summary>
    private List<HubEvent> Batch(Delivery delivery, long head)
    {
        var events = Log.ListPresent(delivery.Hub, delivery.Partition);
        var first = Math.Max(
            Log.FirstKept(delivery.Hub, delivery.Partition),
            delivery.Skip > 0 ? head + 1 + delivery.Skip : Math.Max(0, head + 1 - delivery.Back)
        );
        var end = Math.Min(events.Count, head + 1 + delivery.Skip + delivery.Fresh);
        var fresh = events.Where(e => e.Sequence >= first && e.Sequence < end).ToList();
        var earlier = Log.ListEvents(delivery.Hub, delivery.Partition)
            .Where(e => e.Epoch < Log.Epoch(delivery.Hub, delivery.Partition))
            .TakeLast(delivery.Way.Earlier)
            .ToList();
        var batch = earlier.Concat(fresh).Select(HubLog.Event).ToArray();
        if (batch.Length == 0 || delivery.Way.CatchUp)
        {
            return [];
        }
        _hazards.Count(Hazard.EarlierEpochRedelivered, earlier.Count);
        _hazards.Count(Hazard.RedeliveredEvent, fresh.Count(e => e.Sequence <= head));
        _hazards.Count(Hazard.BatchCut, end < events.Count);
        _hazards.Count(Hazard.EventsPassedOver, delivery.Skip > 0);
        if (delivery.Way.Shuffle is { } shuffle && batch.Length > 1)
        {
            SeededRandom.Create(shuffle).Shuffle(batch);
            _hazards.Count(Hazard.ShuffledBatch);
        }

        return [.. batch];
    }

    private async Task BetweenAsync(Fault fault)
    {
        if (fault.Other is { } other)
        {
            _hazards.Count(Hazard.OtherConsumerBetween);
            await DeliverAsync(other);
        }
        else if (_cuts.Count > 0)
        {
            _hazards.Count(Hazard.FoldedBetween);
            await AtCut(_cuts[^1], _ledger, 1, 3);
        }
    }

    private async Task LookAfterStopAsync(string hub, int partition, PartitionStoppedException stop, bool setsAside)
    {
        _hazards.Count(Hazard.PartitionStopped);
        if (stop.Partition != new PartitionId(hub, partition) || !IsCursed(Log.ListPresent(hub, partition)[(int)stop.Sequence]))
        {
            throw Wrong(
                $"partition {partition} of '{hub}' stopped at event {stop.Sequence}, which can be taken: {stop.InnerException}",
                stop
            );
        }
        if (setsAside)
        {
            await _ledger.Stops.SetAsideAsync(
                new(hub, partition),
                Log.Epoch(hub, partition),
                stop.Sequence,
                stop.Sequence,
                "operator",
                "It cannot be stored.",
                default
            );
        }
    }

    private async Task LookAfterAnotherHubAsync(string hub, int partition, PartitionEpochException stop)
    {
        var head = await PlaceAsync(hub, partition);
        // Another may have opened the next epoch since it was thrown.
        if (stop.Epoch == Log.Epoch(hub, partition))
        {
            throw Wrong($"partition {partition} of '{hub}' stopped though its hub is the same: {stop.Message}", stop);
        }
        _hazards.Count(
            Log.Last(hub, partition).CompareTo(head.Sequence) switch
            {
                < 0 => Hazard.NewHubShorter,
                0 => Hazard.NewHubEqual,
                _ => Hazard.NewHubLonger,
            }
        );
    }

    private async Task OpenEpochAsync(LedgerParts ledger, string hub, int partition)
    {
        var (act, _) = await ledger.Watch.OpenEpochAsync(
            new(hub, partition),
            _ => Task.FromResult("operator"),
            "The hub was made anew.",
            default
        );
        _hazards.Count(Hazard.EpochOpened, act is not null);
    }

    private async Task LookAfterGapAsync(string hub, int partition, PartitionGapException gap, bool setsAside)
    {
        var firstKept = Log.FirstKept(hub, partition);
        if (gap.Expected >= firstKept)
        {
            throw Wrong($"partition {partition} of '{hub}' misses event {gap.Expected}, which the hub has.", gap);
        }
        if (setsAside)
        {
            await _ledger.Stops.SetAsideAsync(
                new(hub, partition),
                Log.Epoch(hub, partition),
                gap.Expected,
                firstKept - 1,
                "operator",
                "Expired in the hub.",
                default
            );
        }
    }

    /// <summary>Rejects are sent again as operators send them; now and then one that is on its way already.</summary>
    private async Task ReplayAsync(ReplayRejects act)
    {
        var random = SeededRandom.Create(act.Chance);
        var events = Log.ListEvents(act.Hub, act.Partition);
        var sentBefore = events.Where(e => e.ReplayOf is not null).Select(e => e.ReplayOf!.Value).ToHashSet();
        var now = events.Count == 0 ? default : _history.Sendings[_sent - 1].Enqueued + Log.Late;
        var rejects = new List<StoredReject>();
        await foreach (var stored in _ledger.Rejects.ReadAsync(new(act.Hub, act.Partition), default))
        {
            rejects.Add(stored);
        }
        foreach (var stored in rejects.Where(_ => random.Next(3) == 0))
        {
            var place = (EpochPosition.EpochOf(stored.Id.Position), EpochPosition.SequenceOf(stored.Id.Position));
            var of = events.Single(e => e.Place == place);
            var whole = of.Accepted is null || of.Fate == MessageVariant.SetAside;
            var accepted = of.Release is not null || !whole ? [false] : of.Accepted;
            byte[] body =
                whole || stored.Reject.Body.Span[0] == '{'
                    ? stored.Reject.Body.ToArray()
                    : [(byte)'[', .. stored.Reject.Body.Span, (byte)']'];
            for (var times = random.Next(4) == 0 ? 2 : 1; times > 0; times--)
            {
                _hazards.Count(
                    sentBefore.Add((of.Epoch, of.Sequence, stored.Reject.Place)) ? Hazard.RejectReplayed : Hazard.RejectReplayedTwice
                );
                Log.Replay(act.Hub, act.Partition, of, stored.Reject.Place, body, accepted, now);
            }
        }
    }

    /// <summary>Values that wait are released; now and then one whose release is on its way already.</summary>
    private async Task ReleaseAsync(ReleaseValues act)
    {
        var random = SeededRandom.Create(act.Chance);
        var events = Log.ListEvents(Hubs.Readings, act.Partition);
        var sentBefore = events.Where(e => e.Release is not null).Select(e => e.Release!.Value.Id).ToHashSet();
        var now = events.Count == 0 ? default : _history.Sendings[_sent - 1].Enqueued + Log.Late;
        var waiting = new List<StoredDoubt>();
        await foreach (var (day, partition) in _ledger.Doubts.ListDaysAsync(default))
        {
            if (partition == act.Partition)
            {
                await foreach (var stored in _ledger.Doubts.ReadAsync(day, partition, long.MaxValue, default))
                {
                    waiting.Add(stored);
                }
            }
        }

        foreach (var doubt in waiting.Where(each => each.IsWaiting && random.Next(3) == 0).Select(each => each.Doubt))
        {
            var place = (EpochPosition.EpochOf(doubt.Version.Position), EpochPosition.SequenceOf(doubt.Version.Position));
            var value = events
                .Single(e => e.Place == place)
                .Quarantined.Single(each =>
                    each.Place == doubt.Version.Place && each.Period == doubt.Period && Day(each.Day) == doubt.Id.Day
                );
            for (var times = random.Next(4) == 0 ? 2 : 1; times > 0; times--)
            {
                _hazards.Count(sentBefore.Add(doubt.Id.ToString()) ? Hazard.ValueReleased : Hazard.ValueReleasedTwice);
                Log.Release(value, doubt.Id.ToString(), now);
            }
        }
    }

    private static SettlementDay Day(DateOnly day) => SettlementDay.Parse(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Everything that is left is taken, by the trigger or by the timer.</summary>
    private async Task DrainAsync(string hub, int partition)
    {
        for (var rounds = 0; await HeadAsync(hub, partition) < Log.Last(hub, partition); rounds++)
        {
            if (rounds > MaxTries)
            {
                throw Wrong($"partition {partition} of '{hub}' does not come to its end.");
            }
            var way = new DeliveryWay(CatchUp: (_history.Seed + partition + rounds) % 2 == 0);
            await DeliverAsync(new Delivery(hub, partition, partition % 2, 0, 0, int.MaxValue / 2, way, []));
            await AccountAsync();
        }
    }

    /// <summary>Writes down what must have become of the events that heads have moved over.</summary>
    private async Task AccountAsync()
    {
        foreach (var (hub, partition) in Partitions())
        {
            var before = _heads.GetValueOrDefault((hub, partition), (0, -1));
            var head = await PlaceAsync(hub, partition);
            _heads[(hub, partition)] = head;
            foreach (
                var e in Log.ListEvents(hub, partition)
                    .Where(e => e.Place.CompareTo(before) > 0 && e.Place.CompareTo(head) <= 0 && e.Fate != MessageVariant.Expired)
            )
            {
                e.Fate =
                    IsRepeated(hub, e) ? MessageVariant.Repeated
                    : IsCursed(e) ? MessageVariant.SetAside
                    : MessageVariant.Taken;
                _hazards.Count(Hazard.EventSetAside, e.Fate == MessageVariant.SetAside);
                if (e.Enqueued < _latestTaken.GetValueOrDefault(hub))
                {
                    _hazards.Count(Hazard.ReorderedAcrossPartitions);
                }
                else
                {
                    _latestTaken[hub] = e.Enqueued;
                }
            }
        }
    }

    private bool IsRepeated(string hub, HistoryEvent e) =>
        e.Release is { } release
            ? Log.ListEvents(hub, e.Partition)
                .Any(other => other.Place.CompareTo(e.Place) < 0 && other.Release?.Id == release.Id && other.Fate == MessageVariant.Taken)
            : IsReplayedTwice(hub, e);

    private bool IsReplayedTwice(string hub, HistoryEvent e) =>
        e.ReplayOf is not null
        && Log.ListEvents(hub, e.Partition)
            .Any(other =>
                other.Place.CompareTo(e.Place) < 0
                && other.ReplayOf == e.ReplayOf
                && other.Fate is MessageVariant.Taken or MessageVariant.SetAside
            );

    private bool IsCursed(HistoryEvent e) =>
        _cursed is { } day
        && (
            e.Hub == Hubs.Readings ? e.Values.Concat(e.Quarantined).Any(value => value.Day == day) : e.Inputs.Any(input => input.Day == day)
        );

    /// <summary>The last event of the hub's present epoch that was taken; −1 for none.</summary>
    private async ValueTask<long> HeadAsync(string hub, int partition) =>
        await PlaceAsync(hub, partition) is var head && head.Epoch == Log.Epoch(hub, partition) ? head.Sequence : -1;

    private async ValueTask<(int Epoch, long Sequence)> PlaceAsync(string hub, int partition) =>
        await _ledger.Heads.ReadAsync(new(hub, partition), default) is var head ? (head.Epoch, head.Sequence) : default;

    private IEnumerable<(string Hub, int Partition)> Partitions() =>
        Hubs.All.SelectMany(hub => Enumerable.Range(0, _history.Partitions[hub][^1]).Select(partition => (hub, partition)));

    private Consumer NewProcess() => new(_store, Log.Memory, this, _clock, _history.Quarantines, _hazards);

    private HistoryMismatchException Wrong(string what, Exception? inner = null) => new(_history.Seed, what, inner);

    /// <summary>A clock that goes on only when it is told to.</summary>
    private sealed class MergeClock : TimeProvider
    {
        private DateTimeOffset _now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public void Advance(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
