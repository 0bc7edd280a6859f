using System.Text;
using Azure.Messaging.EventHubs.Consumer;
using Functions.Embedded;
using Microsoft.Extensions.DependencyInjection;
using NodaTime.Text;
using Settlement.Functions.Ingestion;
using Settlement.Functions.Tests.Support;
using Settlement.Ledger.Ingestion;
using Settlement.Local.Hosting;
using Settlement.Local.Replay;

namespace Settlement.Functions.Tests.RealHomes;

/// <summary>
/// A producer that knows after a crash what has arrived: the lines of files that the hubs of a data folder do not hold yet, in their order.
/// What it sends goes to other partitions than it would have gone to without the crash.
/// </summary>
internal sealed class UnsentLines(IEnumerable<string> files)
{
    private readonly List<string> _lines = [.. files.SelectMany(ReplayFile.Read).Select(Encoding.UTF8.GetString)];

    /// <summary>How many lines there are, sent or not.</summary>
    public int Count => _lines.Count;

    /// <summary>Writes the lines that are not in the hubs. Nothing is ingested meanwhile.</summary>
    /// <returns>How many lines those are, and how many events have been ingested.</returns>
    public async Task<(int Unsent, long Ingested)> WriteAsync(string dataFolder, string file)
    {
        var options = RunningHost.Options(dataFolder, InstantPattern.ExtendedIso.Parse(LondonMarket.Clock).Value);
        await using var host = await LocalHost.StartAsync(options, CancellationToken.None, embedded => embedded.Triggers = false);
        var arrived = await ArrivedAsync(host);
        var unsent = _lines.Where(line => !arrived.TryGetValue(line, out var count) || count == 0 || (arrived[line] = count - 1) < 0).ToList();
        await File.WriteAllLinesAsync(file, unsent);
        return (unsent.Count, await IngestedAsync(host));
    }

    private static async Task<long> IngestedAsync(LocalHost host)
    {
        var cut = await host.Services.GetRequiredService<EventHubs>().IngestedAsync(CancellationToken.None);
        return cut.Readings.Concat(cut.Market).Sum(partition => partition.Sequence + 1);
    }

    /// <summary>How often the hubs hold a body.</summary>
    private static async Task<Dictionary<string, int>> ArrivedAsync(LocalHost host)
    {
        var space = host.Services.GetRequiredService<IEmbeddedHub>().FullyQualifiedNamespace;
        var bodies = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var hub in Hubs.All)
        {
            await using var client = new EventHubConsumerClient(EventHubConsumerClient.DefaultConsumerGroupName, space, hub, null);
            foreach (var partition in await client.GetPartitionIdsAsync())
            {
                var last = (await client.GetPartitionPropertiesAsync(partition)).LastEnqueuedSequenceNumber;
                if (last < 0)
                    continue;
                await foreach (var e in client.ReadEventsFromPartitionAsync(partition, EventPosition.Earliest))
                {
                    var body = Encoding.UTF8.GetString(e.Data.EventBody.ToMemory().Span);
                    bodies[body] = bodies.GetValueOrDefault(body) + 1;
                    if (e.Data.SequenceNumber == last)
                        break;
                }
            }
        }

        return bodies;
    }
}
