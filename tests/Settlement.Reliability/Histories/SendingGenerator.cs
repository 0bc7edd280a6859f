using System.Text;
using Settlement.Ledger.Commits;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>Makes what producers send in a history: arrays and single messages, good and broken, some of them twice.</summary>
internal sealed class SendingGenerator(Random random, Tally hazards)
{
    private static readonly DateTimeOffset Begin = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly[] Days =
    [
        new(2026, 3, 28),
        new(2026, 3, 29),
        new(2026, 3, 30),
        new(2026, 6, 16),
        new(2026, 10, 24),
        new(2026, 10, 25),
        new(2026, 10, 26),
        new(2026, 11, 10),
    ];

    /// <summary>The day around which all is.</summary>
    public DateOnly Day { get; } = Days[random.Next(Days.Length)];

    /// <summary>Whether there are so many meters that blocks have several slices.</summary>
    public bool Wide { get; } = random.Next(120) == 0;

    /// <summary>Makes sendings, and by hub how many partitions there are at each.</summary>
    public (List<Sending> Sendings, Dictionary<string, IReadOnlyList<int>> Partitions) Make()
    {
        var mpans = Enumerable
            .Range(0, Wide ? 1_400 : random.Next(1, 7))
            .Select(n => Meters.Mpan((n * 7) + 1, n % 3 == 0 ? 12 : 10))
            .ToArray();
        var readings = new MessageGenerator(random, mpans, Day, Wide, hazards);
        var market = new MarketMessageGenerator(random, Day);
        var count = random.Next(4, 30);
        var partitions = new Dictionary<string, IReadOnlyList<int>> { [Hubs.Readings] = Grow(count, 4), [Hubs.Market] = Grow(count, 3) };
        var sendings = new List<Sending>(count);
        var now = Begin;
        for (var i = 0; i < count; i++)
        {
            // Equal times within and across partitions are part of it.
            now = now.AddTicks(
                random.Next(3) switch
                {
                    0 => 0,
                    1 => random.Next(20_000_000),
                    _ => TimeSpan.TicksPerSecond,
                }
            );
            var hub = random.Next(4) == 0 ? Hubs.Market : Hubs.Readings;
            var before = random.Next(6) == 0 ? sendings.Where(sending => sending.Hub == hub).ToList() : [];
            var partition = random.Next(partitions[hub][i]);
            if (before.Count > 0)
            {
                hazards.Count(Hazard.DuplicateEvent);
                sendings.Add(before[random.Next(before.Count)] with { Partition = partition, Enqueued = now });
                continue;
            }

            var (body, accepted) =
                hub == Hubs.Market ? Body(market.Next, 0, 7)
                : Wide && i % 3 == 0 ? Body(readings.Next, 600, 1_300)
                : Body(readings.Next, 0, 7);
            sendings.Add(new Sending(hub, partition, now, body, accepted));
        }

        return (sendings, partitions);
    }

    private List<int> Grow(int count, int most)
    {
        var partitions = random.Next(1, most);
        var grows = random.Next(4) == 0 ? random.Next(1, count + 1) : count + 1;
        if (grows < count)
        {
            hazards.Count(Hazard.PartitionAdded);
        }
        return [.. Enumerable.Range(0, count + 1).Select(i => i < grows ? partitions : partitions + 1)];
    }

    private (byte[] Body, IReadOnlyList<bool>? Accepted) Body(Func<(string Json, bool Accepted)> next, int least, int most)
    {
        if (least == 0 && random.Next(3) == 0)
        {
            var (json, accepted) = next();
            // Alone, an array is taken apart: what was one element is none or several.
            if (json[0] != '[')
            {
                return (Encoding.UTF8.GetBytes(json), [accepted]);
            }
        }

        var elements = Enumerable.Range(0, random.Next(least, most)).Select(_ => next()).ToList();
        var text = $"{(random.Next(5) == 0 ? "\uFEFF" : "")}[{string.Join(',', elements.Select(element => element.Json))}]";
        return random.Next(12) == 0
            ? (Encoding.UTF8.GetBytes(text + (random.Next(2) == 0 ? "]" : " {}")), null)
            : (Encoding.UTF8.GetBytes(text), [.. elements.Select(element => element.Accepted)]);
    }
}
