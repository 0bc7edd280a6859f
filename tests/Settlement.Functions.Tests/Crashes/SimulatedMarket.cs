using Settlement.Domain.Calendar;
using Settlement.Functions.Tests.Processes;
using Settlement.Simulation;

namespace Settlement.Functions.Tests.Crashes;

/// <summary>A small market with a clock-change day, and what becomes of it when nothing is killed.</summary>
public sealed class SimulatedMarket : IAsyncLifetime, IDisposable
{
    internal const string Clock = "2026-10-26T06:00:00Z";
    internal const string LateClock = "2026-11-02T06:00:00Z";

    private const int LinesAPart = 40;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _figures = [];

    internal static string[] Days { get; } = ["2026-10-24", "2026-10-25"];

    /// <summary>The folder of reference data.</summary>
    internal string ReferenceFolder => Path.Combine(_folder["market"], "reference");

    /// <summary>A data folder that has the reference data and nothing else.</summary>
    internal string Referenced => _folder["referenced"];

    /// <summary>A data folder into which everything was ingested and in which II was settled.</summary>
    internal string Ingested => _folder["ingested"];

    /// <summary>The first sending, in many files, so that sending and ingesting go on at the same time.</summary>
    internal IReadOnlyList<string> Initial { get; private set; } = [];

    /// <summary>The late sending.</summary>
    internal IReadOnlyList<string> Late { get; private set; } = [];

    /// <summary>By how much a data folder grows while the first sending is replayed.</summary>
    internal long GrowthOfReplay { get; private set; }

    /// <summary>The figures of an undisturbed run.</summary>
    internal string Figures(string day, string run) => _figures[$"{day} {run}"];

    public async Task InitializeAsync()
    {
        MarketSimulator.Write(
            new SimulationOptions
            {
                Out = _folder["market"],
                From = SettlementDay.Parse(Days[0]),
                Days = Days.Length,
                Meters = 300,
                Seed = 7,
            }
        );
        Initial = [.. Parts("readings-1-initial.jsonl"), .. Parts("market-1-initial.jsonl")];
        Late = [.. Parts("readings-2-late.jsonl"), .. Parts("market-2-late.jsonl")];

        var data = _folder["undisturbed"];
        await using (var ledger = await OpenLedger.OpenAsync(data, Clock))
        {
            await ledger.References.ReplaceAsync(Settlement.Reference.ReferenceFolder.Read(ReferenceFolder).Sets);
        }
        _folder.Copy(data, "referenced");
        using (var watch = new FolderWatch(data))
        {
            using var replay = AppProcess.Start(["replay", .. Initial, "--data", data, "--clock", Clock]);
            await watch.UntilAsync(long.MaxValue, replay.Exited);
            GrowthOfReplay = watch.Growth;
        }

        await SettleAsync(data, Clock, "II");
        await AppProcess.SucceedAsync(["replay", .. Late, "--data", data, "--clock", LateClock]);
        _folder.Copy(data, "ingested");
        await SettleAsync(data, LateClock, "SF");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    private async Task SettleAsync(string data, string clock, string run)
    {
        await using var ledger = await OpenLedger.OpenAsync(data, clock);
        foreach (var day in Days)
        {
            _figures.Add($"{day} {run}", await ledger.SettleAsync(day, run));
        }
    }

    private IEnumerable<string> Parts(string file)
    {
        var number = 0;
        foreach (var lines in File.ReadLines(Path.Combine(_folder["market"], file), System.Text.Encoding.Latin1).Chunk(LinesAPart))
        {
            var part = Path.Combine(_folder["market"], $"{Path.GetFileNameWithoutExtension(file)}-{number++:D3}.jsonl");
            // Some lines are not UTF-8, on purpose; one byte a character leaves them as they are.
            File.WriteAllLines(part, lines, System.Text.Encoding.Latin1);
            yield return part;
        }
    }
}

/// <summary>The tests that share the market; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SimulatedMarketDefinition : ICollectionFixture<SimulatedMarket>
{
    public const string Name = "A simulated market and crashes";
}
