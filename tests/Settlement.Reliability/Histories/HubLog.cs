using System.Text;
using Settlement.Domain.Market;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Rejects;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>Both Event Hubs of a history: what was sent to them, what of it they still have, and what must have become of it.</summary>
internal sealed class HubLog(bool quarantines)
{
    /// <summary>A hub is not made anew and filled again from one moment to the next.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(2);

    private readonly Dictionary<(string Hub, int Partition), List<HistoryEvent>> _events = [];
    private readonly Dictionary<(string Hub, int Partition), long> _expired = [];
    private readonly Dictionary<(string Hub, int Partition), int> _epochs = [];

    /// <summary>What gives events again.</summary>
    public HubMemory Memory { get; } = new();

    /// <summary>How much later everything is enqueued than it was meant to be.</summary>
    public TimeSpan Late { get; private set; }

    /// <summary>The events of a partition in all its epochs, expired ones included.</summary>
    public List<HistoryEvent> ListEvents(string hub, int partition)
    {
        if (!_events.TryGetValue((hub, partition), out var events))
        {
            _events.Add((hub, partition), events = []);
        }
        return events;
    }

    /// <summary>How often a partition was made anew after something of it had been taken.</summary>
    public int Epoch(string hub, int partition) => _epochs.GetValueOrDefault((hub, partition));

    /// <summary>The events of a partition's present epoch.</summary>
    public List<HistoryEvent> ListPresent(string hub, int partition) =>
        [.. ListEvents(hub, partition).Where(e => e.Epoch == Epoch(hub, partition))];

    /// <summary>The last event of a partition's present epoch; −1 for none.</summary>
    public long Last(string hub, int partition) => ListEvents(hub, partition).Count(e => e.Epoch == Epoch(hub, partition)) - 1;

    /// <summary>The first event of a partition that the hub still has.</summary>
    public long FirstKept(string hub, int partition) => _expired.GetValueOrDefault((hub, partition));

    /// <summary>Takes what a producer sends.</summary>
    public void Send(Sending sending) =>
        Send(
            sending.Hub,
            sending.Partition,
            (epoch, sequence) =>
                new HistoryEvent(
                    sending.Hub,
                    sending.Partition,
                    epoch,
                    sequence,
                    sending.Enqueued + Late,
                    sending.Body,
                    sending.Accepted,
                    null,
                    quarantines
                )
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
    ) =>
        Send(
            hub,
            partition,
            (epoch, sequence) =>
                new HistoryEvent(hub, partition, epoch, sequence, enqueued, body, accepted, (of.Epoch, of.Sequence, place), quarantines)
        );

    /// <summary>Takes an event that releases a value.</summary>
    public void Release(OracleValue value, string id, DateTimeOffset enqueued) =>
        Send(
            Hubs.Readings,
            value.Partition,
            (epoch, sequence) =>
                new HistoryEvent(
                    Hubs.Readings,
                    value.Partition,
                    epoch,
                    sequence,
                    enqueued,
                    Encoding.UTF8.GetBytes($"{{\"release\":\"{id}\"}}"),
                    [],
                    null,
                    quarantines,
                    (value, id)
                )
        );

    /// <summary>Loses the events of a partition before one; those that a head has not moved over are lost for good.</summary>
    /// <returns>How many those are.</returns>
    public int Expire(string hub, int partition, long head, long before)
    {
        _expired[(hub, partition)] = Math.Max(before, FirstKept(hub, partition));
        Memory.LoseBefore(hub, partition, before);
        var lost = ListPresent(hub, partition)
            .Where(e => e.Sequence > head && e.Sequence < before && e.Fate != MessageVariant.Expired)
            .ToList();
        lost.ForEach(e => e.Fate = MessageVariant.Expired);
        return lost.Count;
    }

    /// <summary>Makes a partition anew: what a head has not moved over is gone with it, and the next event is number 0.</summary>
    public void Recreate(string hub, int partition, (int Epoch, long Sequence) head)
    {
        var events = ListEvents(hub, partition);
        events.RemoveAll(e => e.Place.CompareTo(head) > 0);
        if (head.Epoch == Epoch(hub, partition) && head.Sequence >= 0)
        {
            _epochs[(hub, partition)] = head.Epoch + 1;
        }
        _expired.Remove((hub, partition));
        Memory.Clear(hub, partition);
        Late += Pause;
    }

    /// <summary>An event as a hub hands it over.</summary>
    public static HubEvent Event(HistoryEvent e) =>
        new(
            e.Sequence,
            e.Enqueued,
            e.Body,
            e.ReplayOf is { } of
                ? new RejectId(new(e.Hub, e.Partition), EpochPosition.Of(of.Epoch, of.Sequence), of.Place).ToString()
                : null,
            e.Release?.Id
        );

    private void Send(string hub, int partition, Func<int, long, HistoryEvent> make)
    {
        var e = make(Epoch(hub, partition), Last(hub, partition) + 1);
        ListEvents(hub, partition).Add(e);
        Memory.Keep(hub, partition, [Event(e)]);
    }
}
