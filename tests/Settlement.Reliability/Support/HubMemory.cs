using System.Runtime.CompilerServices;
using Settlement.Domain.Market;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Messages;

namespace Settlement.Reliability.Support;

/// <summary>An Event Hub's events in memory, as its retention would keep them: what was sent can be read again until it is lost.</summary>
public sealed class HubMemory : IHubReader
{
    private readonly Dictionary<(string Hub, int Partition), SortedDictionary<long, HubEvent>> _events = [];

    /// <summary>How often a stretch was read.</summary>
    public int Reads { get; private set; }

    /// <summary>Keeps events.</summary>
    public void Keep(string hub, int partition, IEnumerable<HubEvent> events)
    {
        foreach (var e in events)
        {
            ListEvents(hub, partition)[e.Sequence] = e;
        }
    }

    /// <summary>Loses the events of a partition before one.</summary>
    public void LoseBefore(string hub, int partition, long sequence)
    {
        foreach (var gone in ListEvents(hub, partition).Keys.Where(key => key < sequence).ToList())
        {
            ListEvents(hub, partition).Remove(gone);
        }
    }

    public async IAsyncEnumerable<HubEvent> ReadAsync(
        PartitionId partition,
        long from,
        long to,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await Task.CompletedTask;
        Reads++;
        foreach (var e in ListEvents(partition.Hub, partition.Number).Values.Where(e => e.Sequence >= from).ToList())
        {
            yield return e;
            if (e.Sequence >= to)
            {
                yield break;
            }
        }
    }

    /// <summary>Loses all events of a partition, as when its hub is made anew.</summary>
    public void Clear(string hub, int partition) => ListEvents(hub, partition).Clear();

    public ValueTask<HubRange?> FindRangeAsync(PartitionId partition, CancellationToken cancellationToken)
    {
        var events = ListEvents(partition.Hub, partition.Number);
        return new(events.Count == 0 ? null : new HubRange(events.Keys.First(), events.Keys.Last(), events.Values.Last().Enqueued));
    }

    private SortedDictionary<long, HubEvent> ListEvents(string hub, int partition)
    {
        if (!_events.TryGetValue((hub, partition), out var events))
        {
            _events.Add((hub, partition), events = []);
        }
        return events;
    }
}
