using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.RealHomes;

/// <summary>The market of 195 real London homes, taken in by the commands that the README gives and never disturbed. Without the published data it is empty.</summary>
public sealed class LondonMarket : IAsyncLifetime, IDisposable
{
    internal const string Clock = "2025-11-03T06:00:00Z";

    /// <summary>The day of 50 periods.</summary>
    internal const string LongDay = "2025-10-26";

    /// <summary>A day for which Elexon published no price of two periods.</summary>
    internal const string DayWithoutPrices = "2025-10-27";

    private readonly TemporaryFolder _folder = new();

    /// <summary>A data folder that has the reference data and nothing else.</summary>
    internal string Referenced => _folder["referenced"];

    /// <summary>A data folder into which everything was ingested.</summary>
    internal string Ingested => _folder["ingested"];

    /// <summary>What the replay said.</summary>
    internal Ended Replayed { get; private set; } = new(0, "", "");

    /// <summary>By how much a data folder grows while everything is replayed.</summary>
    internal long GrowthOfReplay { get; private set; }

    /// <summary>The published files, readings first.</summary>
    internal static string[] Files { get; } =
    [PublishedData.Find(PublishedData.Readings) ?? "", PublishedData.Find(PublishedData.Market) ?? ""];

    internal static async Task<Ended> RunAsync(int exitCode, string data, params IEnumerable<string> command)
    {
        var ended = await AppProcess.RunAsync([.. command, "--data", data, "--clock", Clock, "--quiet"]);
        Assert.True(ended.ExitCode == exitCode, ended.ToString());
        return ended;
    }

    public async Task InitializeAsync()
    {
        if (LondonFactAttribute.Missing is not null)
        {
            return;
        }
        await RunAsync(0, Ingested, "reference", Reference());
        _folder.Copy(Ingested, "referenced");
        using var watch = new FolderWatch(Ingested);
        using var replay = AppProcess.Start(["replay", .. Files, "--data", Ingested, "--clock", Clock, "--quiet"]);
        await watch.UntilAsync(long.MaxValue, replay.Exited);
        (Replayed, GrowthOfReplay) = (await replay.EndAsync(), watch.Growth);
        Assert.True(Replayed.ExitCode == 0, Replayed.ToString());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>The sample's reference data with the published loss factors put beside it.</summary>
    private string Reference()
    {
        var reference = _folder.Copy(Checkout.Find("infra/local/samples/london"), "london");
        Directory.CreateDirectory(Path.Combine(reference, "loss-factors"));
        File.Copy(
            PublishedData.Find(PublishedData.LossFactors)!,
            Path.Combine(reference, "loss-factors", Path.GetFileName(PublishedData.LossFactors))
        );
        return reference;
    }
}

/// <summary>The tests that share the market; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class LondonMarketDefinition : ICollectionFixture<LondonMarket>
{
    public const string Name = "Real London homes";
}
