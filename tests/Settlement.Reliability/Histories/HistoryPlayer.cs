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
    private readonly History _history;
    private readonly ITableStore _store;
    private readonly HeadStore _heads;
    private readonly InterruptedStore _interrupted;

    /// <summary>Prepares a player over a store that holds reference data and nothing else.</summary>
    public HistoryPlayer(History history, ITableStore store)
    {
        _history = history;
        _store = store;
        _heads = new HeadStore(store);
        _interrupted = new InterruptedStore(store);
    }

    /// <summary>How many deliveries were cut short by a crash.</summary>
    public int Crashes { get; private set; }

    /// <summary>Plays the whole history.</summary>
    /// <param name="atCut">Called for each cut that the history takes on its way.</param>
    /// <returns>The cuts, the last of them after everything.</returns>
    public async Task<IReadOnlyList<Cut>> PlayAsync(Func<Cut, Task> atCut)
    {
        ArgumentNullException.ThrowIfNull(atCut);
        var cuts = new List<Cut>();
        for (var i = 0; i < _history.Deliveries.Count; i++)
        {
            if (_history.Cuts.Contains(i))
                await CutAsync();
            await DeliverAsync(_history.Deliveries[i]);
        }

        for (var partition = 0; partition < _history.Events.Count; partition++)
            await IngestAsync(_store, new Delivery(partition, 0, int.MaxValue, null));
        await CutAsync();
        return cuts;

        async Task CutAsync()
        {
            var partitions = new List<PartitionCut>();
            for (var partition = 0; partition < _history.Events.Count; partition++)
            {
                var head = await _heads.ReadAsync(Hubs.Readings, partition, default);
                partitions.Add(new PartitionCut(partition, head.Step, head.Sequence));
            }

            cuts.Add(new Cut(partitions, []));
            await atCut(cuts[^1]);
        }
    }

    private async Task DeliverAsync(Delivery delivery)
    {
        var interruption = delivery.Interruption;
        _interrupted.Arm(interruption?.Operation, interruption?.Kind ?? default, interruption?.Other is { } other ? () => IngestAsync(_store, other) : null);
        try
        {
            await IngestAsync(_interrupted, delivery);
        }
        catch (CrashException)
        {
            Crashes++;
        }
    }

    /// <summary>A consumer starts anew with every delivery, as a process does.</summary>
    private async Task IngestAsync(ITableStore store, Delivery delivery)
    {
        var events = _history.Events[delivery.Partition];
        var head = (await _heads.ReadAsync(Hubs.Readings, delivery.Partition, default)).Sequence;
        var first = (int)Math.Max(0, head + 1 - delivery.Back);
        var end = (int)Math.Min(events.Count, head + 1 + delivery.Fresh);
        var heads = new HeadStore(store);
        var ingest = new ReadingsIngest(store, heads, TestMarket.References, new RejectStore(store, heads), new StopStore(store, TimeProvider.System), new HubMemory());
        var given = events.Skip(first).Take(Math.Max(0, end - first)).Select(e => new HubEvent(e.Sequence, e.Enqueued, e.Body)).ToList();
        await ingest.IngestAsync(delivery.Partition, given, default);
    }
}
