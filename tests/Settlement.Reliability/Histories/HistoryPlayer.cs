using Settlement.Ledger.Folding;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Rejects;
using Settlement.Ledger.Storage;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>Plays a history into a ledger.</summary>
public sealed class HistoryPlayer
{
    /// <summary>No history has that many failures in a row: a delivery that is tried so often will never end.</summary>
    private const int MostTries = 40;

    private readonly History _history;
    private readonly Tally _tally;
    private readonly CursedStore _store;
    private readonly InterruptedStore _interrupted;
    private readonly LedgerParts _ledger;
    private readonly HubMemory _hub = new();

    /// <summary>Prepares a player over a store that holds reference data and nothing else.</summary>
    public HistoryPlayer(History history, ITableStore store, Tally tally)
    {
        ArgumentNullException.ThrowIfNull(history);
        (_history, _tally) = (history, tally);
        _store = new CursedStore(store);
        _interrupted = new InterruptedStore(_store);
        _ledger = new LedgerParts(store, _hub);
        foreach (var (hub, partitions) in history.Events)
        {
            for (var partition = 0; partition < partitions.Count; partition++)
                _hub.Keep(hub, partition, partitions[partition].Select(Event));
        }
    }

    /// <summary>Plays the whole history.</summary>
    /// <param name="atCut">Called for each cut that the history takes on its way.</param>
    /// <returns>The cuts, the last of them after everything.</returns>
    public async Task<IReadOnlyList<Cut>> PlayAsync(Func<Cut, Task> atCut)
    {
        ArgumentNullException.ThrowIfNull(atCut);
        var cuts = new List<Cut>();
        _store.Day = _history.Curse?.Day;
        for (var i = 0; i < _history.Deliveries.Count; i++)
        {
            if (i == _history.Curse?.Until)
                _store.Day = null;
            if (_history.Cuts.Contains(i))
                await CutAsync(i < _history.GrowsAt ? _history.FirstPartitions : All);
            await DeliverAsync(_history.Deliveries[i]);
        }

        _store.Day = null;
        foreach (var (hub, partitions) in _history.Events)
        {
            for (var partition = 0; partition < partitions.Count; partition++)
                await _ledger.Ingest(hub).CatchUpAsync(partition, partitions[partition].Count - 1, default);
        }

        await CutAsync(All);
        return cuts;

        async Task CutAsync(int partitions)
        {
            cuts.Add(await _ledger.CutAsync(partitions, partitions));
            await atCut(cuts[^1]);
        }
    }

    private int All => _history.Events[Hubs.Readings].Count;

    private static HubEvent Event(HistoryEvent e) =>
        new(e.Sequence, e.Enqueued, e.Body, e.ReplayOf is { } of ? new RejectId(e.Hub, e.Partition, of.Sequence, of.Place).ToString() : null);

    /// <summary>Delivers until it is taken, its partition is stopped, or the process has died; a storage fault is met by another try.</summary>
    private async Task DeliverAsync(Delivery delivery)
    {
        if (delivery.Interruption is { Kind: InterruptionKind.TakesTurns, Other: { } rival })
        {
            await TakeTurnsAsync(delivery, rival);
            return;
        }

        var interruption = delivery.Interruption;
        _interrupted.Arm(
            interruption?.Operation,
            interruption?.Kind ?? default,
            interruption?.Other is { } other ? () => TryAsync(_store, other) : null,
            interruption?.Times ?? 1);
        var (failures, operations) = (_interrupted.Failures, _interrupted.Operations);
        await TryAsync(_interrupted, delivery);
        _tally.Count("storage faults", _interrupted.Failures - failures);
        _tally.Count("storage operations", _interrupted.Operations - operations);
        if (interruption is { Times: > 2, Kind: InterruptionKind.FailsBefore } && _interrupted.Failures - failures > 2)
            _tally.Count("throttled stretches");
    }

    /// <summary>Two consumers of one partition, while its lease moves from the one to the other.</summary>
    private async Task TakeTurnsAsync(Delivery one, Delivery other)
    {
        var turns = new Turns(SeededRandom.Of(_history.Seed));
        foreach (var delivery in (Delivery[])[one, other])
        {
            turns.Add(take =>
            {
                var store = new InterruptedStore(_store);
                store.Arm(null, InterruptionKind.TakesTurns, take);
                return TryAsync(store, delivery);
            });
        }

        await turns.RunAsync();
        _tally.Count("leases that moved");
    }

    private async Task TryAsync(ITableStore store, Delivery delivery)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            try
            {
                await IngestAsync(store, delivery);
                return;
            }
            catch (CrashException)
            {
                _tally.Count("crashes");
                return;
            }
            catch (TableUnavailableException)
            {
                // As the function's retry policy does.
            }
            catch (PartitionStoppedException stop)
            {
                _tally.Count("partitions stopped");
                if (_history.Curse is not { SetAside: true })
                    return;
                await _ledger.Stops.SetAsideAsync(stop.Hub, stop.Partition, stop.Sequence, stop.Sequence, "operator", "The test wants it so.", default);
            }
        }

        throw new HistoryMismatchException(_history.Seed, $"{delivery} was not taken in {MostTries} tries.");
    }

    /// <summary>A consumer starts anew with every delivery, as a process does.</summary>
    private async Task IngestAsync(ITableStore store, Delivery delivery)
    {
        var events = _history.Events[delivery.Hub][delivery.Partition];
        var head = (await _ledger.Heads.ReadAsync(delivery.Hub, delivery.Partition, default)).Sequence;
        var first = (int)Math.Max(0, head + 1 - delivery.Back + delivery.PassedOver);
        var end = (int)Math.Min(events.Count, head + 1 + delivery.PassedOver + delivery.Fresh);
        var given = events.Skip(first).Take(Math.Max(0, end - first)).ToList();
        _tally.Count("events redelivered", given.Count(e => e.Sequence <= head));
        if (given.Count > 0 && first > head + 1)
            _tally.Count("gaps");
        await new LedgerParts(store, _hub).Ingest(delivery.Hub).IngestAsync(delivery.Partition, [.. given.Select(Event)], default);
    }
}
