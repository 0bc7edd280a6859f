using System.Net;
using NodaTime.Text;
using Settlement.Domain.Calendar;
using Settlement.Functions.Tests.Crashes;
using Settlement.Functions.Tests.Processes;
using Settlement.Functions.Tests.Support;
using Settlement.Reference.Sets;

namespace Settlement.Functions.Tests.Purity;

/// <summary>A run is a function of its cut and its versions: of nothing that comes later, and of nothing around it.</summary>
[Collection(SimulatedMarketDefinition.Name)]
public sealed class PurityTests(SimulatedMarket market)
{
    private const string Day = "2026-10-25";

    [Fact]
    public async Task A_closed_run_is_equal_after_late_data_and_other_reference_data_in_whatever_process()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Copy(market.Ingested, "data");
        await using (var host = await RunningHost.StartAsync(data, InstantPattern.ExtendedIso.Parse(SimulatedMarket.LateClock).Value))
        {
            // Nothing is left of any set but its header.
            foreach (var set in ReferenceSets.All.Select(set => set.Name))
            {
                (await host.PutAsync(set, (await host.GetAsync($"api/reference/{set}")).Text.Split('\n')[0])).Is(HttpStatusCode.OK);
            }
            foreach (var day in SimulatedMarket.Days)
            {
                Assert.Equal("", await host.DifferenceAsync(day, "II"));
            }
            Assert.Equal("inexact", (await host.SettleAsync(Day, "SF")).Text("state"));
        }

        foreach (var surroundings in Surroundings.All)
        {
            var ended = await AppProcess.RunAsync(
                surroundings.Variables,
                "settle",
                Day,
                "II",
                "--verify",
                "--data",
                data,
                "--clock",
                SimulatedMarket.LateClock
            );
            Assert.True(
                ended.ExitCode == 0 && ended.Output.Contains("equal to the last byte", StringComparison.Ordinal),
                $"{surroundings.Name}: {ended}"
            );
        }
    }

    [Fact]
    public async Task A_run_from_scratch_on_the_same_events_is_the_same_to_the_byte_in_other_surroundings()
    {
        using var folder = new TemporaryFolder();
        var expected = folder["expected.json"];
        var data = folder.Copy(market.Ingested, "data");
        await AppProcess.SucceedAsync("settle", Day, "II", "--json", expected, "--data", data, "--clock", SimulatedMarket.Clock);
        foreach (var (surroundings, number) in Surroundings.Strangest.Select((surroundings, number) => (surroundings, number)))
        {
            var scratch = folder[$"scratch-{number}"];
            await SucceedAsync("reference", market.ReferenceFolder);
            await SucceedAsync(["replay", .. market.Initial]);
            await SucceedAsync("settle", Day, "II", "--json", $"{scratch}.json");

            Assert.True(
                File.ReadAllBytes(expected).AsSpan().SequenceEqual(File.ReadAllBytes($"{scratch}.json")),
                $"{surroundings.Name}: the periods differ"
            );
            Assert.Equal(await CutAsync(data), await CutAsync(scratch));

            async Task SucceedAsync(params IEnumerable<string> command)
            {
                var ended = await AppProcess.RunAsync(
                    surroundings.Variables,
                    [.. command, "--data", scratch, "--clock", SimulatedMarket.Clock]
                );
                Assert.True(ended.ExitCode == 0, $"{surroundings.Name}: {ended}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task The_degree_of_parallelism_changes_nothing(int activities)
    {
        using var folder = new TemporaryFolder();
        var hostJson = folder["host.json"];
        await File.WriteAllTextAsync(
            hostJson,
            $$"""{ "version": "2.0", "extensions": { "durableTask": { "maxConcurrentActivityFunctions": {{activities}} } } }"""
        );
        await using var host = await RunningHost.StartAsync(
            folder.Copy(market.Ingested, "data"),
            InstantPattern.ExtendedIso.Parse(SimulatedMarket.LateClock).Value,
            options => options.HostJsonPath = hostJson
        );

        foreach (var day in SimulatedMarket.Days)
        {
            Assert.Equal(market.Figures(day, "SF"), await host.FiguresAsync(day, "SF"));
            Assert.Equal("", await host.DifferenceAsync(day, "SF"));
        }
    }

    /// <summary>The events of every partition that the run was computed from.</summary>
    private static async Task<string> CutAsync(string data)
    {
        await using var ledger = await OpenLedger.OpenAsync(data, SimulatedMarket.Clock);
        var cut = (await ledger.Runs.FindAsync(SettlementDay.Parse(Day), "II", CancellationToken.None))!.Cut!;
        return string.Join(' ', cut.Readings.Concat(cut.Market).Select(partition => $"{partition.Partition}:{partition.Sequence}"));
    }
}
