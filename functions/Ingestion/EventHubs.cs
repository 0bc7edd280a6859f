using System.Globalization;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.Azure;
using Settlement.Domain.Market;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Messages;
using Settlement.Runs.Records;
using Settlement.Runs.Scheduling;

namespace Settlement.Functions.Ingestion;

/// <summary>The two Event Hubs as the functions see them beside their triggers: which partitions there are, how far each has been filled, what it holds.</summary>
public sealed class EventHubs : IHubReader, IIngestionProgress
{
    /// <summary>The name of the connection settings, as in the triggers.</summary>
    public const string Connection = "EventHub";

    /// <summary>The consumer group of <see cref="ReadAsync"/>: the triggers own the partitions in theirs, and let nobody else read there.</summary>
    public const string RecoveryGroup = "recovery";

    private readonly Dictionary<string, EventHubProducerClient> _clients;
    private readonly Dictionary<string, EventHubConsumerClient> _readers;
    private readonly HeadStore _heads;

    /// <summary>Takes the clients: a producer by the name of each hub, a consumer by that of its <see cref="RecoveryReader"/>.</summary>
    public EventHubs(
        IAzureClientFactory<EventHubProducerClient> producers,
        IAzureClientFactory<EventHubConsumerClient> consumers,
        HeadStore heads
    )
    {
        ArgumentNullException.ThrowIfNull(producers);
        ArgumentNullException.ThrowIfNull(consumers);
        _clients = Hubs.All.ToDictionary(hub => hub, producers.CreateClient);
        _readers = Hubs.All.ToDictionary(hub => hub, hub => consumers.CreateClient(RecoveryReader(hub)));
        _heads = heads;
    }

    /// <summary>The name of the client that reads a hub in the <see cref="RecoveryGroup"/>.</summary>
    public static string RecoveryReader(string hub) => $"{hub}/{RecoveryGroup}";

    /// <summary>The last event of every partition of both hubs.</summary>
    public async Task<IReadOnlyList<HubPosition>> LastEnqueuedAsync(CancellationToken cancellationToken)
    {
        var positions = new List<HubPosition>();
        foreach (var (hub, client) in _clients)
        {
            foreach (var id in await client.GetPartitionIdsAsync(cancellationToken))
            {
                var properties = await client.GetPartitionPropertiesAsync(id, cancellationToken);
                positions.Add(
                    new HubPosition(
                        hub,
                        int.Parse(id, CultureInfo.InvariantCulture),
                        properties.IsEmpty ? -1 : properties.LastEnqueuedSequenceNumber
                    )
                );
            }
        }

        return positions;
    }

    /// <summary>The numbers of a hub's partitions, ascending.</summary>
    public async Task<IReadOnlyList<int>> PartitionsAsync(string hub, CancellationToken cancellationToken) =>
        [
            .. (await _clients[hub].GetPartitionIdsAsync(cancellationToken))
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture))
                .Order(),
        ];

    /// <summary>All partitions of both hubs, by hub and number.</summary>
    public async Task<IReadOnlyList<PartitionId>> AllPartitionsAsync(CancellationToken cancellationToken)
    {
        var partitions = new List<PartitionId>();
        foreach (var hub in Hubs.All)
        {
            partitions.AddRange((await PartitionsAsync(hub, cancellationToken)).Select(number => new PartitionId(hub, number)));
        }
        return partitions;
    }

    /// <inheritdoc/>
    public async Task<Cut> IngestedAsync(CancellationToken cancellationToken) =>
        new(await IngestedAsync(Hubs.Readings, cancellationToken), await IngestedAsync(Hubs.Market, cancellationToken));

    /// <inheritdoc/>
    public IAsyncEnumerable<HubEvent> ReadAsync(PartitionId partition, long from, long to, CancellationToken cancellationToken) =>
        PartitionRangeReader.ReadAsync(_readers[partition.Hub], partition, from, to, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<HubRange?> FindRangeAsync(PartitionId partition, CancellationToken cancellationToken)
    {
        var properties = await _clients[partition.Hub]
            .GetPartitionPropertiesAsync(partition.Number.ToString(CultureInfo.InvariantCulture), cancellationToken);
        return properties.IsEmpty
            ? null
            : new HubRange(properties.BeginningSequenceNumber, properties.LastEnqueuedSequenceNumber, properties.LastEnqueuedTime);
    }

    /// <summary>Sends events to one partition, in as few batches as they fit.</summary>
    /// <exception cref="InvalidOperationException">An event is too large for the hub.</exception>
    public async Task SendAsync(PartitionId partition, IEnumerable<EventData> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var client = _clients[partition.Hub];
        var options = new CreateBatchOptions { PartitionId = partition.Number.ToString(CultureInfo.InvariantCulture) };
        var batch = await client.CreateBatchAsync(options, cancellationToken);
        try
        {
            foreach (var e in events)
            {
                if (batch.TryAdd(e))
                {
                    continue;
                }
                await client.SendAsync(batch, cancellationToken);
                batch.Dispose();
                batch = await client.CreateBatchAsync(options, cancellationToken);
                if (!batch.TryAdd(e))
                {
                    throw new InvalidOperationException(
                        $"An event of {e.EventBody.ToMemory().Length} bytes is too large for Event Hub '{partition.Hub}' to be sent again."
                    );
                }
            }

            if (batch.Count > 0)
            {
                await client.SendAsync(batch, cancellationToken);
            }
        }
        finally
        {
            batch.Dispose();
        }
    }

    private async Task<IReadOnlyList<PartitionCut>> IngestedAsync(string hub, CancellationToken cancellationToken)
    {
        var cuts = new List<PartitionCut>();
        foreach (var partition in await PartitionsAsync(hub, cancellationToken))
        {
            var head = await _heads.ReadAsync(new(hub, partition), cancellationToken);
            cuts.Add(PartitionCut.Of(partition, head));
        }

        return cuts;
    }
}
