using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;

namespace Settlement.Testing;

/// <summary>
/// Messages of some meters with everything that can change between two versions, over three partitions, and a cut in the middle of them.
/// What wins for one meter is looked up by itself, which shares nothing with the scans of a day.
/// </summary>
internal static class RandomReadings
{
    private const int MetersOfMarket = 30;

    public static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");

    /// <summary>All meters, ascending.</summary>
    public static IReadOnlyList<Mpan> Mpans { get; } = [.. Enumerable.Range(0, MetersOfMarket).Select(Number).Order()];

    public static async Task<(TestLedger Ledger, Cut From, Cut To)> MakeAsync(int seed)
    {
        var random = new Random(seed);
        var ledger = await TestLedger.MakeAsync();
        for (var i = 0; i < 60; i++)
        {
            await ledger.ReadingsAsync(random.Next(3), Message(random));
        }
        var from = await ledger.CutAsync(3);
        for (var i = 0; i < 30; i++)
        {
            await ledger.ReadingsAsync(random.Next(3), Message(random));
        }
        return (ledger, from, await ledger.CutAsync(3));
    }

    /// <summary>The version that wins for a meter in each period from 1.</summary>
    public static async Task<MeterVersion?[]> WinnersAsync(LedgerReader reader, Mpan mpan, Cut cut)
    {
        var versions = new List<MeterVersion>();
        await foreach (var version in reader.VersionsAsync(mpan, Day, cut, default))
        {
            versions.Add(version);
        }
        return Winners.Select(versions);
    }

    private static string Message(Random random)
    {
        var first = random.Next(1, 46);
        var count = Math.Min(random.Next(1, 48), 48 - first + 1);
        string[] kwh = [.. Enumerable.Range(0, count).Select(i => i > 0 && random.Next(5) == 0 ? "null" : $"{random.Next(1, 4)}")];
        string[] quality = [.. Enumerable.Range(0, count).Select(_ => random.Next(2) == 0 ? "\"A\"" : "\"E1\"")];
        var (flow, segment) = random.Next(5) switch
        {
            0 => ("export", "smart"),
            1 => ("import", "advanced"),
            _ => ("import", "smart"),
        };
        return MessageText
            .Reading()
            .With("mpan", $"\"{Number(random.Next(MetersOfMarket))}\"")
            .With("supplier", random.Next(4) == 0 ? "\"BRAV\"" : "\"ALFA\"")
            .With("flow", $"\"{flow}\"")
            .With("segment", $"\"{segment}\"")
            .With("from", $"{first}")
            .With("kwh", $"[{string.Join(',', kwh)}]")
            .With("quality", $"[{string.Join(',', quality)}]")
            .With("revision", $"{random.Next(3)}")
            .ToString();
    }

    private static Mpan Number(int meter) =>
        Mpan.TryParse(Meters.Mpan(meter), out var mpan) ? mpan : throw new InvalidOperationException($"Meter {meter} has no number.");
}
