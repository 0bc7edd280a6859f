using System.Text;
using Settlement.Ledger.Ingestion;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>Makes histories: the same one for the same seed.</summary>
public static class HistoryGenerator
{
    private static readonly DateTimeOffset Begin = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly[] Days =
        [new(2026, 3, 28), new(2026, 3, 29), new(2026, 3, 30), new(2026, 6, 16), new(2026, 10, 24), new(2026, 10, 25), new(2026, 10, 26), new(2026, 11, 10)];

    /// <summary>Makes the history of a seed.</summary>
    public static History Make(int seed)
    {
        var random = SeededRandom.Of(seed);
        // Now and then there are so many meters that blocks have several slices.
        var wide = random.Next(60) == 0;
        var mpans = Enumerable.Range(0, wide ? 2_000 : random.Next(1, 7)).Select(n => Meters.Mpan((n * 7) + 1, n % 3 == 0 ? 12 : 10)).ToArray();
        var day = Days[random.Next(Days.Length)];
        var readings = new MessageGenerator(random, mpans, day, wide);
        var market = new MarketMessageGenerator(random, day);
        var first = random.Next(1, 4);
        var partitions = random.Next(3) == 0 ? first + random.Next(1, 4) : first;
        var count = random.Next(6, 20);
        // A history has a curse or replays: what was set aside is replayed as a whole event, which these replays are not.
        var curse = random.Next(5) == 0 ? new Curse(day, random.Next(count), random.Next(2) == 0) : null;
        var events = new Dictionary<string, IReadOnlyList<IReadOnlyList<HistoryEvent>>>
        {
            [Hubs.Readings] = Events(random, Hubs.Readings, readings.Next, first, partitions, wide, curse is null),
            [Hubs.Market] = Events(random, Hubs.Market, market.Next, first, partitions, false, curse is null),
        };
        var growsAt = partitions > first ? random.Next(count) : 0;
        // A partition that is slow gets nothing before the end.
        var slow = random.Next(4) == 0 ? random.Next(partitions) : -1;
        var deliveries = Enumerable.Range(0, count)
            .Select(i => NextDelivery(random, i < growsAt ? first : partitions, wide, true))
            .Where(delivery => delivery.Partition != slow)
            .ToList();
        return new History(seed, events, deliveries, Enumerable.Range(0, 2).Select(_ => random.Next(count)).ToHashSet(), first, growsAt, curse);
    }

    private static List<List<HistoryEvent>> Events(Random random, string hub, Func<(string Json, bool Accepted)> message, int first, int partitions, bool wide, bool replays)
    {
        var events = Enumerable.Range(0, partitions).Select(_ => new List<HistoryEvent>()).ToList();
        var bodies = new List<(byte[] Body, IReadOnlyList<bool>? Accepted)>();
        var now = Begin;
        var count = random.Next(3, 25);
        var growsAt = partitions > first ? random.Next(count) : 0;
        for (var i = 0; i < count; i++)
        {
            // Equal times within and across partitions are part of it.
            now = now.AddTicks(random.Next(3) switch { 0 => 0, 1 => random.Next(20_000_000), _ => TimeSpan.TicksPerSecond });
            var partition = events[random.Next(i < growsAt ? first : partitions)];
            var number = events.IndexOf(partition);
            if (bodies.Count == 0 || random.Next(6) > 0)
                bodies.Add(Body(random, message, wide));
            var (body, accepted) = random.Next(6) == 0 ? bodies[random.Next(bodies.Count)] : bodies[^1];
            (long, int)? replayOf = null;
            if (replays && random.Next(6) == 0 && Rejected(random, partition) is { } rejected)
            {
                replayOf = rejected;
                // Sent again as it was, or mended.
                var (json, verdict) = random.Next(2) == 0 ? (Oracle.Element(partition[(int)rejected.Sequence], rejected.Place), false) : message();
                (body, accepted) = (Encoding.UTF8.GetBytes($"[{json}]"), [verdict]);
            }

            partition.Add(new HistoryEvent(hub, number, partition.Count, now, body, accepted, replayOf));
        }

        return events;
    }

    /// <summary>A reject of an event of the partition that was JSON, or null.</summary>
    private static (long Sequence, int Place)? Rejected(Random random, List<HistoryEvent> partition)
    {
        var rejected = partition
            .Where(e => e.Accepted is not null)
            .SelectMany(e => e.Accepted!.Select((accepted, place) => (e.Sequence, place, accepted)))
            .Where(each => !each.accepted)
            .Select(each => (each.Sequence, each.place))
            .ToList();
        return rejected.Count == 0 ? null : rejected[random.Next(rejected.Count)];
    }

    private static (byte[] Body, IReadOnlyList<bool>? Accepted) Body(Random random, Func<(string Json, bool Accepted)> message, bool wide)
    {
        if (random.Next(3) == 0)
        {
            var (json, accepted) = message();
            // Alone, an array is taken apart: what was one element is none or several.
            if (json[0] != '[')
                return (Encoding.UTF8.GetBytes(json), [accepted]);
        }

        var elements = Enumerable.Range(0, wide ? random.Next(500, 1_200) : random.Next(0, 7)).Select(_ => message()).ToList();
        var text = $"{(random.Next(5) == 0 ? "\uFEFF" : "")}[{string.Join(',', elements.Select(element => element.Json))}]";
        return random.Next(12) == 0
            ? (Encoding.UTF8.GetBytes(text + (random.Next(2) == 0 ? "]" : " {}")), null)
            : (Encoding.UTF8.GetBytes(text), [.. elements.Select(element => element.Accepted)]);
    }

    private static Delivery NextDelivery(Random random, int partitions, bool wide, bool mayBeInterrupted)
    {
        var delivery = new Delivery(
            random.Next(3) > 0 ? Hubs.Readings : Hubs.Market,
            random.Next(partitions),
            random.Next(3) == 0 ? random.Next(12) : 0,
            random.Next(6) == 0 ? random.Next(1, 4) : 0,
            random.Next(1, 8),
            null);
        if (!mayBeInterrupted || random.Next(3) == 0)
            return delivery;
        var kind = (InterruptionKind)random.Next(Enum.GetValues<InterruptionKind>().Length);
        var other = kind is InterruptionKind.OtherFirst or InterruptionKind.TakesTurns
            ? NextDelivery(random, partitions, wide, false) with { Hub = delivery.Hub, Partition = delivery.Partition }
            : null;
        return delivery with { Interruption = new Interruption(random.Next(wide ? 24 : 12), kind, random.Next(4) == 0 ? random.Next(2, 6) : 1, other) };
    }
}
