using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.Crashes;

[Collection(SimulatedMarketDefinition.Name)]
[Trait("Category", "Slow")]
public sealed class IngestCrashTests(SimulatedMarket market)
{
    private const int Kills = 5;

    [Fact]
    public async Task Ingesting_that_is_killed_five_times_and_sent_again_from_the_beginning_gives_the_same_figures()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Copy(market.Referenced, "data");
        await SendAllAgainAsync(data, market.Initial, SimulatedMarket.Clock, Kills, new Random(1));
        await AssertFiguresAsync(data, SimulatedMarket.Clock, "II");
        await SendAllAgainAsync(data, market.Late, SimulatedMarket.LateClock, 1, new Random(2));
        await AssertFiguresAsync(data, SimulatedMarket.LateClock, "SF");
    }

    [Fact]
    public async Task Ingesting_that_is_killed_five_times_and_goes_on_with_what_was_not_sent_gives_the_same_figures()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Copy(market.Referenced, "data");
        await SendRestAsync(data, market.Initial, SimulatedMarket.Clock, Kills, new Random(3));
        await AssertFiguresAsync(data, SimulatedMarket.Clock, "II");
        await SendRestAsync(data, market.Late, SimulatedMarket.LateClock, 0, new Random(4));
        await AssertFiguresAsync(data, SimulatedMarket.LateClock, "SF");
    }

    /// <summary>Each time everything is sent again: later versions with the same figures.</summary>
    private async Task SendAllAgainAsync(string data, IReadOnlyList<string> files, string clock, int kills, Random moments)
    {
        var killed = 0;
        for (var attempt = 0; killed < kills && attempt < 3 * kills; attempt++)
        {
            if (await Killer.KillAsync(data, moments.NextInt64(market.GrowthOfReplay / 2), ["replay", .. files, "--clock", clock]))
            {
                killed++;
            }
        }

        Assert.Equal(kills, killed);
        await AppProcess.SucceedAsync(["replay", .. files, "--data", data, "--clock", clock]);
    }

    /// <summary>Each time the files are left out that are in the hubs already; a file that is there in part is sent whole.</summary>
    private async Task SendRestAsync(string data, IReadOnlyList<string> files, string clock, int kills, Random moments)
    {
        var (killed, next, before) = (0, 0, await IngestedAsync(data, clock));
        for (var attempt = 0; killed < kills && attempt < 3 * kills; attempt++)
        {
            if (
                await Killer.KillAsync(
                    data,
                    moments.NextInt64(market.GrowthOfReplay / (kills + 2)),
                    ["replay", .. files.Skip(next), "--clock", clock]
                )
            )
            {
                killed++;
            }
            var enqueued = await IngestedAsync(data, clock);
            next += Whole(files.Skip(next), enqueued - before);
            before = enqueued;
            // On a busy machine the process may have sent everything before it was killed often enough; then it starts over.
            if (next == files.Count && killed < kills)
            {
                next = 0;
            }
        }

        Assert.Equal(kills, killed);
        if (next < files.Count)
        {
            await AppProcess.SucceedAsync(["replay", .. files.Skip(next), "--data", data, "--clock", clock]);
        }
    }

    /// <summary>How many of the files are whole among so many events.</summary>
    private static int Whole(IEnumerable<string> files, long events)
    {
        var whole = 0;
        foreach (var file in files)
        {
            events -= File.ReadLines(file).Count(line => line.Trim(' ', '\t').Length > 0);
            if (events < 0)
            {
                break;
            }
            whole++;
        }

        return whole;
    }

    /// <summary>What a killed process has sent is ingested by the next one, whatever that is for.</summary>
    private static async Task<long> IngestedAsync(string data, string clock)
    {
        await using var ledger = await OpenLedger.OpenAsync(data, clock);
        return await ledger.IngestedAsync();
    }

    private async Task AssertFiguresAsync(string data, string clock, string run)
    {
        await using var ledger = await OpenLedger.OpenAsync(data, clock);
        await ledger.IngestedAsync();
        foreach (var day in SimulatedMarket.Days)
        {
            Assert.Equal(market.Figures(day, run), await ledger.SettleAsync(day, run));
        }
    }
}
