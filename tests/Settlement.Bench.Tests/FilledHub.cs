using Azure.Messaging.EventHubs.Consumer;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;
using Settlement.Bench.National;
using Settlement.Hosting;
using Settlement.Ledger.Commits;
using Settlement.Simulation.National;

namespace Settlement.Bench.Tests;

/// <summary>A national day in a hub on disk, read back event by event.</summary>
internal sealed class FilledHub : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private FilledHub(NationalOptions options) => Options = options;

    public NationalOptions Options { get; }

    public NationalDay Day { get; private set; } = null!;

    /// <summary>The bodies by partition, in their order.</summary>
    public List<List<byte[]>> Bodies { get; } = [];

    /// <summary>The folder with <c>reference</c> and the market inputs.</summary>
    public string Market => _folder["market"];

    public static async Task<FilledHub> FillAsync(int meters, ulong seed = 1)
    {
        var filled = new FilledHub(new NationalOptions(meters, seed));
        var options = new LocalOptions(filled._folder.Path, 0, null, Timers: false, Keys: false, Quiet: true) { Triggers = false };
        filled.Day = await NationalSetup.FillAsync(options, filled.Options, new Progress<long>(), default);
        await using var host = await LocalHost.StartAsync(options, default);
        await using var consumer = host
            .Services.GetRequiredService<IAzureClientFactory<EventHubConsumerClient>>()
            .CreateClient(Hubs.Readings);
        foreach (var partition in await consumer.GetPartitionIdsAsync())
        {
            var bodies = new List<byte[]>();
            filled.Bodies.Add(bodies);
            var last = (await consumer.GetPartitionPropertiesAsync(partition)).LastEnqueuedSequenceNumber;
            if (last < 0)
            {
                continue;
            }
            await foreach (var received in consumer.ReadEventsFromPartitionAsync(partition, EventPosition.Earliest))
            {
                bodies.Add(received.Data.EventBody.ToArray());
                if (received.Data.SequenceNumber == last)
                {
                    break;
                }
            }
        }

        return filled;
    }

    public void Dispose() => _folder.Dispose();
}
