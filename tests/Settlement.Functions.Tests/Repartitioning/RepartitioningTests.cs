using System.Globalization;
using System.Net;
using Functions.Embedded;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Functions.Ingestion;
using Settlement.Functions.Tests.Processes;
using Settlement.Functions.Tests.Support;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;

namespace Settlement.Functions.Tests.Repartitioning;

/// <summary>The same messages through other partitions: no figure changes.</summary>
public sealed class RepartitioningTests(KeyedMarket market) : IClassFixture<KeyedMarket>
{
    private const int Few = 4;
    private const int Many = 7;
    private const string Stays = "a hub of seven partitions";

    private static readonly Instant Early = Instant.FromUtc(2026, 10, 26, 6, 0);
    private static readonly Instant Later = Instant.FromUtc(2026, 11, 2, 6, 0);

    /// <summary>Of the first day SF before and R1 after the late messages, of the second SF after them.</summary>
    private static readonly (string Day, string Run)[] Runs =
    [
        (KeyedMarket.FirstDay, "SF"),
        (KeyedMarket.FirstDay, "R1"),
        (KeyedMarket.LongDay, "SF"),
    ];

    [Fact]
    public async Task A_hub_that_grows_and_a_meter_that_moves_change_no_figure()
    {
        var one = await SettleAsync("a hub of one partition", 1, 1, Keyed);
        Assert.NotEqual(one.Figures[0], one.Figures[1].Replace("\"R1\"", "\"SF\"", StringComparison.Ordinal));
        foreach (
            var other in new[]
            {
                await SettleAsync(Stays, Many, Many, Keyed),
                await SettleAsync("a hub that grows from four to seven", Few, Many, Keyed),
                await SettleAsync("a producer that sends meters to other partitions", Few, Few, Moving),
            }
        )
        {
            for (var run = 0; run < Runs.Length; run++)
            {
                Assert.True(one.Figures[run] == other.Figures[run], $"{other.Name} differs from {one.Name} in {Runs[run]}");
            }
            Assert.Equal(one.Readings, other.Readings);
            Assert.Equal(one.Rejects, other.Rejects);
            // The test would prove little if meters stayed where they were. Arrays of several meters have no key, so a few always move.
            Assert.True(
                other.Moved > 20 || other.Name == Stays,
                $"{other.Name}: {other.Moved} meters have versions in more than one partition"
            );
        }
    }

    [Fact]
    public async Task The_setting_of_the_command_line_is_a_variable_of_the_environment()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["empty.jsonl"], "");
        Assert.Equal((0, "readings 6, market 4"), await ReplayAsync("6"));
        Assert.Equal((0, "readings 6, market 4"), await ReplayAsync("2"));
        var (exitCode, refused) = await ReplayAsync("0");
        Assert.Equal(1, exitCode);
        Assert.Contains("'Embedded:Partitions:readings' is 0", refused, StringComparison.Ordinal);

        async Task<(int ExitCode, string Partitions)> ReplayAsync(string partitions)
        {
            var ended = await AppProcess.RunAsync(
                new Dictionary<string, string> { ["Embedded__Partitions__readings"] = partitions },
                "replay",
                folder["empty.jsonl"],
                "--data",
                folder["data"]
            );
            if (ended.ExitCode != 0)
            {
                return (ended.ExitCode, ended.Errors);
            }
            await using var host = await RunningHost.StartAsync(folder["data"], Early);
            var hub = host.Services.GetRequiredService<IEmbeddedHub>();
            return (0, $"readings {hub.LastEnqueued(Hubs.Readings).Count}, market {hub.LastEnqueued(Hubs.Market).Count}");
        }
    }

    private static HubMessage Keyed(Sent sent, int number) => new(sent.Body, PartitionKey: sent.Meter);

    private static HubMessage Moving(Sent sent, int number) =>
        new(sent.Body, PartitionId: (number % Few).ToString(CultureInfo.InvariantCulture));

    private async Task<Outcome> SettleAsync(string name, int before, int after, Func<Sent, int, HubMessage> route)
    {
        using var folder = new TemporaryFolder();
        string closed;
        await using (var host = await StartAsync(folder.Path, Early, before))
        {
            await host.LoadAsync(market.Reference);
            await SendAsync(host, market.Initial, route);
            closed = await host.FiguresAsync(KeyedMarket.FirstDay, "SF");
            Assert.Contains("\"closed\"", closed, StringComparison.Ordinal);
        }

        await using (var host = await StartAsync(folder.Path, Later, after))
        {
            Assert.Equal("", await host.DifferenceAsync(KeyedMarket.FirstDay, "SF"));
            await SendAsync(host, market.Late, route);
            var figures = new List<string>();
            foreach (var (day, run) in Runs)
            {
                figures.Add(await host.FiguresAsync(day, run));
                Assert.Equal("", await host.DifferenceAsync(day, run));
            }

            Assert.Equal(closed, figures[0]);
            var cuts = (await host.ItemsAsync($"api/settlement/{KeyedMarket.FirstDay}")).ToDictionary(
                item => item.Text("run"),
                item => item.GetProperty("cut")
            );
            Assert.Equal(
                (before, after, before, after),
                (
                    Partitions("SF", Hubs.Readings),
                    Partitions("R1", Hubs.Readings),
                    Partitions("SF", Hubs.Market),
                    Partitions("R1", Hubs.Market)
                )
            );
            var rejects = (await host.GetAsync("api/rejects?limit=1")).Is(HttpStatusCode.OK);
            return new Outcome(
                name,
                figures,
                await ReadingsAsync(host),
                $"{rejects.Number("total")} {rejects.GetProperty("byReason")}",
                await MovedAsync(host)
            );

            int Partitions(string run, string hub) => cuts[run].Items(hub).Count;
        }
    }

    private static Task<RunningHost> StartAsync(string folder, Instant clock, int partitions) =>
        RunningHost.StartAsync(
            folder,
            clock,
            host =>
            {
                // As many as a hub gets when nobody asks for any other number.
                if (partitions == Few)
                {
                    return;
                }
                host.Partitions[Hubs.Readings] = partitions;
                host.Partitions[Hubs.Market] = partitions;
            }
        );

    private static async Task SendAsync(RunningHost host, IReadOnlyList<Sent> events, Func<Sent, int, HubMessage> route)
    {
        foreach (
            var hub in events
                .Select((sent, number) => (sent.Hub, Message: route(sent, number)))
                .GroupBy(sent => sent.Hub, sent => sent.Message)
        )
        {
            await host.SendAsync(hub.Key, [.. hub]);
        }
    }

    /// <summary>The history of some meters, but for the arrivals, which are of the wall clock.</summary>
    private async Task<string> ReadingsAsync(RunningHost host)
    {
        var histories = new List<string>();
        foreach (var meter in CorrectedMeters().Take(5))
        {
            var items = await host.ItemsAsync($"api/readings/{meter}/{KeyedMarket.FirstDay}");
            histories.AddRange(
                items.Select(item =>
                    $"{meter} {string.Join(' ', item.EnumerateObject().Where(field => field.Name != "arrived").Select(field => field.Value.GetRawText()))}"
                )
            );
        }

        Assert.Contains("[\"R1\"]", string.Concat(histories), StringComparison.Ordinal);
        return string.Join('\n', histories);
    }

    /// <summary>How many meters have versions in more than one partition.</summary>
    private async Task<int> MovedAsync(RunningHost host)
    {
        var ledger = host.Services.GetRequiredService<LedgerReader>();
        var cut = await host.Services.GetRequiredService<EventHubs>().IngestedAsync(CancellationToken.None);
        var moved = 0;
        foreach (var meter in CorrectedMeters())
        {
            var partitions = new HashSet<int>();
            await foreach (
                var version in ledger.VersionsAsync(meter, SettlementDay.Parse(KeyedMarket.FirstDay), cut, CancellationToken.None)
            )
            {
                partitions.Add(version.Key.Partition);
            }
            moved += partitions.Count > 1 ? 1 : 0;
        }

        return moved;
    }

    private IEnumerable<Mpan> CorrectedMeters() =>
        market.Late.Select(sent => Mpan.TryParse(sent.Meter, out var mpan) ? mpan : default).Where(mpan => mpan != default).Distinct();

    private sealed record Outcome(string Name, IReadOnlyList<string> Figures, string Readings, string Rejects, int Moved);
}
