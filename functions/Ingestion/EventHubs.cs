using System.Globalization;
using Azure.Core;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.Configuration;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Runs;

namespace Settlement.Functions.Ingestion;

/// <summary>The two Event Hubs as the functions see them beside their triggers: which partitions there are, how far each has been filled, what it holds.</summary>
public sealed class EventHubs : IHubReader, IAsyncDisposable
{
    /// <summary>The name of the connection settings, as in the triggers.</summary>
    public const string Connection = "EventHub";

    /// <summary>The consumer group of <see cref="ReadAsync"/>: the triggers own the partitions in theirs, and let nobody else read there.</summary>
    public const string RecoveryGroup = "recovery";

    private readonly Dictionary<string, EventHubProducerClient> _clients;
    private readonly Dictionary<string, EventHubConsumerClient> _readers;
    private readonly HeadStore _heads;

    /// <summary>Opens the clients.</summary>
    /// <exception cref="InvalidOperationException">The namespace is not configured.</exception>
    public EventHubs(IConfiguration configuration, TokenCredential credential, HeadStore heads)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var space = configuration[$"{Connection}:fullyQualifiedNamespace"]
            ?? throw new InvalidOperationException($"The Event Hubs namespace is not configured: set '{Connection}__fullyQualifiedNamespace'.");
        _clients = Hubs.All.ToDictionary(hub => hub, hub => new EventHubProducerClient(space, hub, credential));
        _readers = Hubs.All.ToDictionary(hub => hub, hub => new EventHubConsumerClient(RecoveryGroup, space, hub, credential));
        _heads = heads;
    }

    /// <summary>The last event of every partition of both hubs.</summary>
    public async Task<IReadOnlyList<HubPosition>> LastEnqueuedAsync(CancellationToken cancellation)
    {
        var positions = new List<HubPosition>();
        foreach (var (hub, client) in _clients)
        {
            foreach (var id in await client.GetPartitionIdsAsync(cancellation))
            {
                var properties = await client.GetPartitionPropertiesAsync(id, cancellation);
                positions.Add(new HubPosition(hub, int.Parse(id, CultureInfo.InvariantCulture), properties.IsEmpty ? -1 : properties.LastEnqueuedSequenceNumber));
            }
        }

        return positions;
    }

    /// <summary>The numbers of a hub's partitions, ascending.</summary>
    public async Task<IReadOnlyList<int>> PartitionsAsync(string hub, CancellationToken cancellation) =>
        [.. (await _clients[hub].GetPartitionIdsAsync(cancellation)).Select(id => int.Parse(id, CultureInfo.InvariantCulture)).Order()];

    /// <summary>The cut at this moment: all that is ingested.</summary>
    public async Task<Cut> IngestedAsync(CancellationToken cancellation) =>
        new(await IngestedAsync(Hubs.Readings, cancellation), await IngestedAsync(Hubs.Market, cancellation));

    /// <inheritdoc/>
    public IAsyncEnumerable<HubEvent> ReadAsync(string hub, int partition, long from, long to, CancellationToken cancellation) =>
        PartitionStretch.ReadAsync(_readers[hub], partition, from, to, cancellation);

    /// <summary>Sends events to one partition, in as few batches as they fit.</summary>
    /// <exception cref="InvalidOperationException">An event is too large for the hub.</exception>
    public async Task SendAsync(string hub, int partition, IEnumerable<EventData> events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(events);
        var client = _clients[hub];
        var options = new CreateBatchOptions { PartitionId = Id(partition) };
        var batch = await client.CreateBatchAsync(options, cancellation);
        try
        {
            foreach (var e in events)
            {
                if (batch.TryAdd(e))
                    continue;
                await client.SendAsync(batch, cancellation);
                batch.Dispose();
                batch = await client.CreateBatchAsync(options, cancellation);
                if (!batch.TryAdd(e))
                    throw new InvalidOperationException($"An event of {e.EventBody.ToMemory().Length} bytes is too large for Event Hub '{hub}' to be sent again.");
            }

            if (batch.Count > 0)
                await client.SendAsync(batch, cancellation);
        }
        finally
        {
            batch.Dispose();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
            await client.DisposeAsync();
        foreach (var reader in _readers.Values)
            await reader.DisposeAsync();
    }

    private static string Id(int partition) => partition.ToString(CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<PartitionCut>> IngestedAsync(string hub, CancellationToken cancellation)
    {
        var cuts = new List<PartitionCut>();
        foreach (var partition in await PartitionsAsync(hub, cancellation))
        {
            var head = await _heads.ReadAsync(hub, partition, cancellation);
            cuts.Add(new PartitionCut(partition, head.Step, head.Sequence));
        }

        return cuts;
    }
}
