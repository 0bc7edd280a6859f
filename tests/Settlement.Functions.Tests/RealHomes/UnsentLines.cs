using System.IO.Hashing;
using Azure.Messaging.EventHubs.Consumer;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;
using NodaTime.Text;
using Settlement.Functions.Ingestion;
using Settlement.Functions.Tests.Support;
using Settlement.Hosting;
using Settlement.Hosting.Replay;
using Settlement.Ledger.Commits;

namespace Settlement.Functions.Tests.RealHomes;

/// <summary>
/// A producer that knows after a crash what has arrived: the lines of files that the hubs of a data folder do not hold yet, in their order.
/// What it sends goes to other partitions than it would have gone to without the crash.
/// </summary>
internal sealed class UnsentLines(IEnumerable<string> files)
{
    private readonly (UInt128 Hash, byte[] Body)[] _lines =
    [
        .. files.SelectMany(ReplayFile.Read).Select(body => (XxHash128.HashToUInt128(body), body)),
    ];

    /// <summary>How many lines there are, sent or not.</summary>
    public int Count => _lines.Length;

    /// <summary>Writes the lines that are not in the hubs. Nothing is ingested meanwhile.</summary>
    /// <returns>How many lines those are, and how many events have been ingested.</returns>
    public async Task<(int Unsent, long Ingested)> WriteAsync(string dataFolder, string file)
    {
        var options = RunningHost.Options(dataFolder, InstantPattern.ExtendedIso.Parse(LondonMarket.Clock).Value);
        await using var host = await LocalHost.StartAsync(options, CancellationToken.None, embedded => embedded.Triggers = false);
        var arrived = await ArrivedAsync(host);
        var unsent = 0;
        await using var stream = new BufferedStream(File.Create(file));
        foreach (var (hash, body) in _lines)
        {
            if (arrived.TryGetValue(hash, out var count) && count > 0)
            {
                arrived[hash] = count - 1;
                continue;
            }

            stream.Write(body);
            stream.WriteByte((byte)'\n');
            unsent++;
        }

        return (unsent, await IngestedAsync(host));
    }

    private static async Task<long> IngestedAsync(LocalHost host)
    {
        var cut = await host.Services.GetRequiredService<EventHubs>().IngestedAsync(CancellationToken.None);
        return cut.Readings.Concat(cut.Market).Sum(partition => partition.Sequence + 1);
    }

    /// <summary>How often the hubs hold a body, by its hash.</summary>
    private static async Task<Dictionary<UInt128, int>> ArrivedAsync(LocalHost host)
    {
        var bodies = new Dictionary<UInt128, int>();
        foreach (var hub in Hubs.All)
        {
            await using var client = host.Services.GetRequiredService<IAzureClientFactory<EventHubConsumerClient>>().CreateClient(hub);
            foreach (var partition in await client.GetPartitionIdsAsync())
            {
                var last = (await client.GetPartitionPropertiesAsync(partition)).LastEnqueuedSequenceNumber;
                if (last < 0)
                {
                    continue;
                }
                await foreach (var e in client.ReadEventsFromPartitionAsync(partition, EventPosition.Earliest))
                {
                    var hash = XxHash128.HashToUInt128(e.Data.EventBody.ToMemory().Span);
                    bodies[hash] = bodies.GetValueOrDefault(hash) + 1;
                    if (e.Data.SequenceNumber == last)
                    {
                        break;
                    }
                }
            }
        }

        return bodies;
    }
}
