using System.Text;
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
        var random = new Random(seed);
        // Now and then there are so many meters that blocks have several slices.
        var wide = random.Next(50) == 0;
        var mpans = Enumerable.Range(0, wide ? 2_000 : random.Next(1, 7)).Select(n => Meters.Mpan((n * 7) + 1, n % 3 == 0 ? 12 : 10)).ToArray();
        var messages = new MessageGenerator(random, mpans, Days[random.Next(Days.Length)], wide);
        var events = Events(random, messages, random.Next(1, 4), wide);
        var deliveries = Enumerable.Range(0, random.Next(4, 16)).Select(_ => NextDelivery(random, events.Count, wide, true)).ToList();
        return new History(seed, events, deliveries, Enumerable.Range(0, 2).Select(_ => random.Next(deliveries.Count)).ToHashSet());
    }

    private static List<List<HistoryEvent>> Events(Random random, MessageGenerator messages, int partitions, bool wide)
    {
        var events = Enumerable.Range(0, partitions).Select(_ => new List<HistoryEvent>()).ToList();
        var bodies = new List<(byte[] Body, IReadOnlyList<bool>? Accepted)>();
        var now = Begin;
        for (var left = random.Next(3, 25); left > 0; left--)
        {
            // Equal times within and across partitions are part of it.
            now = now.AddTicks(random.Next(3) switch { 0 => 0, 1 => random.Next(20_000_000), _ => TimeSpan.TicksPerSecond });
            var partition = random.Next(partitions);
            if (bodies.Count == 0 || random.Next(6) > 0)
                bodies.Add(Body(random, messages, wide));
            var (body, accepted) = random.Next(6) == 0 ? bodies[random.Next(bodies.Count)] : bodies[^1];
            events[partition].Add(new HistoryEvent(partition, events[partition].Count, now, body, accepted));
        }

        return events;
    }

    private static (byte[] Body, IReadOnlyList<bool>? Accepted) Body(Random random, MessageGenerator messages, bool wide)
    {
        if (random.Next(3) == 0)
        {
            var (json, accepted) = messages.Next();
            // Alone, an array is taken apart: what was one element is none or several.
            if (json[0] != '[')
                return (Encoding.UTF8.GetBytes(json), [accepted]);
        }

        var elements = Enumerable.Range(0, wide ? random.Next(500, 1_200) : random.Next(0, 7)).Select(_ => messages.Next()).ToList();
        var text = $"{(random.Next(5) == 0 ? "\uFEFF" : "")}[{string.Join(',', elements.Select(element => element.Json))}]";
        return random.Next(12) == 0
            ? (Encoding.UTF8.GetBytes(text + (random.Next(2) == 0 ? "]" : " {}")), null)
            : (Encoding.UTF8.GetBytes(text), [.. elements.Select(element => element.Accepted)]);
    }

    private static Delivery NextDelivery(Random random, int partitions, bool wide, bool mayBeInterrupted)
    {
        var interruption = mayBeInterrupted && random.Next(2) == 0
            ? new Interruption(random.Next(wide ? 20 : 10), (InterruptionKind)random.Next(3), null)
            : null;
        var delivery = new Delivery(random.Next(partitions), random.Next(3) == 0 ? random.Next(12) : 0, random.Next(1, 8), interruption);
        return interruption is { Kind: InterruptionKind.OtherFirst }
            ? delivery with { Interruption = interruption with { Other = NextDelivery(random, partitions, wide, false) with { Partition = delivery.Partition } } }
            : delivery;
    }
}
