using System.IO.Compression;
using System.Text;
using Settlement.Reliability.Histories;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Fuzzing;

/// <summary>The good messages that are spoiled: published ones where they are at hand, made-up ones beside them.</summary>
public sealed class FuzzMessages
{
    private const string Readings = "lcl_market/readings.jsonl.gz",
        Market = "lcl_market/market.jsonl.gz";
    private const int Published = 2_000,
        MadeUp = 1_000;

    private static readonly Lazy<FuzzMessages> Kept = new(() => new FuzzMessages());

    private readonly byte[][] _readings;
    private readonly byte[][] _market;

    private FuzzMessages()
    {
        var real = RealData.File(Readings) is not null && RealData.File(Market) is not null;
        Source = real
            ? $"{Published} published messages of {Readings}, as many of {Market}, and {MadeUp} made-up ones of each kind"
            : $"{MadeUp} made-up messages of each kind; the published ones (lcl_market) are not at hand, SETTLEMENT_DATA may name their folder";
        var random = SeededRandom.Create(0);
        _readings =
        [
            .. real ? Lines(Readings) : [],
            .. MadeUpBodies(random, new MessageGenerator(random, Mpans(), new DateOnly(2026, 10, 25), false, new Tally()).Next),
        ];
        _market =
        [
            .. real ? Lines(Market) : [],
            .. MadeUpBodies(random, new MarketMessageGenerator(random, new DateOnly(2026, 3, 29)).Next),
        ];
    }

    /// <summary>The messages, read once.</summary>
    public static FuzzMessages All => Kept.Value;

    /// <summary>Where they come from, in words.</summary>
    public string Source { get; }

    /// <summary>A body of meter readings.</summary>
    public byte[] Reading(Random random) => Any(random, _readings);

    /// <summary>A body of market messages.</summary>
    public byte[] MarketInput(Random random) => Any(random, _market);

    /// <summary>One, or an array of some as producers send them.</summary>
    private static byte[] Any(Random random, byte[][] messages)
    {
        if (random.Next(4) > 0)
        {
            return messages[random.Next(messages.Length)];
        }
        var some = Enumerable
            .Range(0, random.Next(2, 6))
            .Select(_ => messages[random.Next(messages.Length)])
            .Where(message => message[0] == '{');
        return Encoding.UTF8.GetBytes($"[{string.Join(',', some.Select(Encoding.UTF8.GetString))}]");
    }

    private static string[] Mpans() => [.. Enumerable.Range(0, 40).Select(n => Meters.Mpan(n * 3, n % 2 == 0 ? 10 : 12))];

    /// <summary>Lines from the whole of a file, evenly.</summary>
    private static IEnumerable<byte[]> Lines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(RealData.File(file)!), CompressionMode.Decompress), Encoding.UTF8);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }
        return Enumerable.Range(0, Published).Select(i => Encoding.UTF8.GetBytes(lines[(int)((long)i * lines.Count / Published)]));
    }

    /// <summary>Half of them alone, half in arrays.</summary>
    private static IEnumerable<byte[]> MadeUpBodies(Random random, Func<(string Json, bool Accepted)> next) =>
        Enumerable
            .Range(0, MadeUp)
            .Select(i =>
                Encoding.UTF8.GetBytes(
                    i % 2 == 0 ? next().Json : $"[{string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => next().Json))}]"
                )
            );
}
