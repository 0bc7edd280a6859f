using System.Globalization;
using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Crashes;
using Settlement.Functions.Tests.Processes;
using Settlement.Functions.Tests.Support;
using Xunit.Abstractions;

namespace Settlement.Functions.Tests.RealHomes;

/// <summary>Ten times <c>kill -9</c> while the market of real London homes is taken in and settled. The moments are drawn from a seed that is printed.</summary>
[Collection(LondonMarketDefinition.Name)]
[Trait("Category", "Slow")]
public sealed class LondonCrashTests(LondonMarket market, ITestOutputHelper output)
{
    /// <summary>The variable that chooses other moments.</summary>
    private const string SeedVariable = "SETTLEMENT_CRASH_SEED";

    private const int Kills = 10;
    private const int MaxOfIngest = 7;
    private const int LeastOfIngest = 4;

    private static readonly (string Day, string Run)[] Runs =
    [
        ("2025-06-16", "SF"),
        ("2025-10-25", "SF"),
        (LondonMarket.LongDay, "SF"),
        (LondonMarket.DayWithoutPrices, "II"),
    ];

    [LondonFact]
    public async Task Ten_kills_during_ingest_and_settlement_change_no_figure()
    {
        using var folder = new TemporaryFolder();
        var (moments, seed) = Moments();
        var data = folder.Copy(market.Referenced, "data");
        var killed = await IngestAsync(data, folder["unsent.jsonl"], moments);
        Assert.InRange(killed, LeastOfIngest, MaxOfIngest);
        var undisturbed = folder.Copy(market.Ingested, "undisturbed");
        await SettleAsync(data, await GrowthOfSettlingAsync(undisturbed), Kills - killed, moments);

        var (expected, actual) = (await FiguresAsync(undisturbed), await FiguresAsync(data));
        Assert.Equal((111_191, 195), (actual.Events, actual.Rejects.Count));
        Assert.Equal(expected.Events, actual.Events);
        Assert.Equal(expected.Rejects, actual.Rejects);
        for (var run = 0; run < Runs.Length; run++)
        {
            Assert.True(expected.Runs[run] == actual.Runs[run], $"{Runs[run]} differs after the kills of seed {seed}");
        }
    }

    private (Random Moments, int Seed) Moments()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var chosen)
            ? chosen
            : 1;
        output.WriteLine($"The moments of the kills are drawn from seed {seed}; {SeedVariable} chooses another.");
        return (new Random(seed), seed);
    }

    /// <summary>Every process is killed while it sends and ingests; the next one sends what has not arrived, and ingests what was left.</summary>
    /// <returns>How many were killed: a store that overwrites its log grows less than was thought, and a process may end before its moment comes.</returns>
    private async Task<int> IngestAsync(string data, string file, Random moments)
    {
        var lines = new UnsentLines(LondonMarket.Files);
        for (var killed = 0; ; killed++)
        {
            var (unsent, ingested) = await lines.WriteAsync(data, file);
            if (killed == MaxOfIngest)
            {
                await LondonMarket.RunAsync(0, data, "replay", file);
                return killed;
            }

            // At most about a third of what is left to do.
            var growth = moments.NextInt64((market.GrowthOfReplay * (lines.Count - ingested) / lines.Count / 3) + 1);
            output.WriteLine(
                $"Kill {killed + 1} after {growth:N0} bytes; before, {unsent:N0} of {lines.Count:N0} lines were not sent and {ingested:N0} ingested."
            );
            if (!await Killer.KillAsync(data, growth, "replay", file, "--clock", LondonMarket.Clock))
            {
                return killed;
            }
        }
    }

    /// <summary>A run is killed until it has ended in spite of it; while kills are left another run follows, which has the same figures.</summary>
    private async Task SettleAsync(string data, long growth, int kills, Random moments)
    {
        var killed = 0;
        foreach (var run in new[] { "SF", "R1", "R2", "R3", "RF", "DF" }.TakeWhile(_ => killed < kills))
        {
            while (killed < kills && await KilledAsync(run))
            {
                killed++;
            }
            await LondonMarket.RunAsync(0, data, "settle", LondonMarket.LongDay, run);
        }

        Assert.Equal(kills, killed);

        async Task<bool> KilledAsync(string run)
        {
            var bytes = moments.NextInt64(growth * 3 / 4);
            var done = await Killer.KillAsync(data, bytes, "settle", LondonMarket.LongDay, run, "--clock", LondonMarket.Clock);
            output.WriteLine($"Settling {run}: {(done ? "killed after" : "ended before")} {bytes:N0} of about {growth:N0} bytes.");
            return done;
        }
    }

    private static async Task<long> GrowthOfSettlingAsync(string data)
    {
        using var watch = new FolderWatch(data);
        using var process = AppProcess.Start("settle", LondonMarket.LongDay, "SF", "--data", data, "--clock", LondonMarket.Clock);
        await watch.UntilAsync(long.MaxValue, process.Exited);
        Assert.Equal(0, (await process.EndAsync()).ExitCode);
        return watch.Growth;
    }

    private static async Task<(long Events, IReadOnlyList<string> Rejects, IReadOnlyList<string> Runs)> FiguresAsync(string data)
    {
        await using var ledger = await OpenLedger.OpenAsync(data, LondonMarket.Clock);
        var events = await ledger.IngestedAsync();
        using var response = await ledger.Http.GetAsync(new Uri("api/rejects?limit=1000", UriKind.Relative));
        var rejects = (await Answer.OfAsync(response)).Is(HttpStatusCode.OK);
        var runs = new List<string>();
        foreach (var (day, run) in Runs)
        {
            runs.Add(await ledger.SettleAsync(day, run));
        }
        return (events, [.. rejects.Items("items").Select(Reject).Order(StringComparer.Ordinal)], runs);
    }

    /// <summary>A reject but for where and when it arrived.</summary>
    private static string Reject(JsonElement item) =>
        string.Join(' ', new[] { "hub", "day", "mpan", "reasons", "body" }.Select(field => item.GetProperty(field).GetRawText()));
}
