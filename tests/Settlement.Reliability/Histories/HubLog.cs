using Settlement.Ledger.Messages;
using Settlement.Ledger.Rejects;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>Both Event Hubs of a history: what was sent to them, what of it they still have, and what must have become of it.</summary>
internal sealed class HubLog
{
    private readonly Dictionary<(string Hub, int Partition), List<HistoryEvent>> _events = [];
    private readonly Dictionary<(string Hub, int Partition), long> _expired = [];

    /// <summary>What gives events again.</summary>
    public HubMemory Memory { get; } = new();

    /// <summary>The events of a partition, expired ones included.</summary>
    public List<HistoryEvent> ListEvents(string hub, int partition)
    {
        if (!_events.TryGetValue((hub, partition), out var events))
        {
            _events.Add((hub, partition), events = []);
        }
        return events;
    }

    /// <summary>The first event of a partition that the hub still has.</summary>
    public long FirstKept(string hub, int partition) => _expired.GetValueOrDefault((hub, partition));

    /// <summary>Takes what a producer sends.</summary>
    public void Send(Sending sending) =>
        Send(
            sending.Hub,
            sending.Partition,
            sequence => new HistoryEvent(sending.Hub, sending.Partition, sequence, sending.Enqueued, sending.Body, sending.Accepted)
        );

    /// <summary>Takes an event that sends a reject again.</summary>
    public void Replay(
        string hub,
        int partition,
        HistoryEvent of,
        int place,
        byte[] body,
        IReadOnlyList<bool>? accepted,
        DateTimeOffset enqueued
    ) => Send(hub, partition, sequence => new HistoryEvent(hub, partition, sequence, enqueued, body, accepted, (of.Sequence, place)));

    /// <summary>Loses the events of a partition before one; those that a head has not moved over are lost for good.</summary>
    /// <returns>How many those are.</returns>
    public int Expire(string hub, int partition, long head, long before)
    {
        _expired[(hub, partition)] = Math.Max(before, FirstKept(hub, partition));
        Memory.LoseBefore(hub, partition, before);
        var lost = ListEvents(hub, partition)
            .Where(e => e.Sequence > head && e.Sequence < before && e.Fate != MessageVariant.Expired)
            .ToList();
        lost.ForEach(e => e.Fate = MessageVariant.Expired);
        return lost.Count;
    }

    /// <summary>An event as a hub hands it over.</summary>
    public static HubEvent Event(HistoryEvent e) =>
        new(
            e.Sequence,
            e.Enqueued,
            e.Body,
            e.ReplayOf is { } of ? new RejectId(new(e.Hub, e.Partition), of.Sequence, of.Place).ToString() : null
        );

    private void Send(string hub, int partition, Func<long, HistoryEvent> make)
    {
        var events = ListEvents(hub, partition);
        events.Add(make(events.Count));
        Memory.Keep(hub, partition, [Event(events[^1])]);
    }
}
