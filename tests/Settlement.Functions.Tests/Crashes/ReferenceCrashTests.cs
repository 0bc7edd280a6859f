using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.Crashes;

[Collection(SimulatedMarketDefinition.Name)]
[Trait("Category", "Slow")]
public sealed class ReferenceCrashTests(SimulatedMarket market)
{
    private const int Kills = 5;

    [Fact]
    public async Task Loading_reference_data_that_is_killed_has_loaded_all_sets_or_none()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["reference", market.ReferenceFolder, "--clock", SimulatedMarket.Clock];
        var growth = await UndisturbedGrowthAsync(folder["undisturbed"], command);
        string[] sets = [.. Directory.GetFiles(market.ReferenceFolder, "*.csv").Select(file => Path.GetFileNameWithoutExtension(file))];
        var (moments, killed, version) = (new Random(5), 0, 0);
        for (var attempt = 0; killed < Kills && attempt < 4 * Kills; attempt++)
        {
            if (await Killer.KillAsync(folder["data"], moments.NextInt64(growth), command))
            {
                killed++;
            }
            var current = await VersionAsync(folder["data"], sets);
            Assert.InRange(current, version, version + 1);
            version = current;
        }

        Assert.Equal(Kills, killed);
        await AppProcess.SucceedAsync([.. command, "--data", folder["data"]]);
        Assert.Equal(version + 1, await VersionAsync(folder["data"], sets));
        await AppProcess.SucceedAsync(["replay", .. market.Initial, "--data", folder["data"], "--clock", SimulatedMarket.Clock]);
        await using var ledger = await OpenLedger.OpenAsync(folder["data"], SimulatedMarket.Clock);
        foreach (var day in SimulatedMarket.Days)
        {
            Assert.Equal(market.Figures(day, "II"), await ledger.SettleAsync(day, "II"));
        }
    }

    private static async Task<long> UndisturbedGrowthAsync(string data, IEnumerable<string> command)
    {
        Directory.CreateDirectory(data);
        using var watch = new FolderWatch(data);
        using var process = AppProcess.Start([.. command, "--data", data]);
        await watch.UntilAsync(long.MaxValue, process.Exited);
        Assert.Equal(0, (await process.EndAsync()).ExitCode);
        return watch.Growth;
    }

    /// <summary>The version of the sets, which is one and the same, each with its content.</summary>
    private static async Task<int> VersionAsync(string data, string[] sets)
    {
        await using var ledger = await OpenLedger.OpenAsync(data, SimulatedMarket.Clock);
        var current = await ledger.References.CurrentAsync();
        foreach (var set in sets)
        {
            Assert.NotNull(await ledger.References.ReadCsvAsync(set));
        }
        return Assert.Single(sets.Select(set => current[set]).Distinct());
    }
}
