using System.Globalization;
using Azure.Core;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.Configuration;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Runs;

namespace Settlement.Functions.Ingestion;

/// <summary>The two Event Hubs as the functions see them beside their triggers: which partitions there are and how far each has been filled.</summary>
public sealed class EventHubs : IAsyncDisposable
{
    /// <summary>The name of the connection settings, as in the triggers.</summary>
    public const string Connection = "EventHub";

    private readonly Dictionary<string, EventHubProducerClient> _clients;
    private readonly HeadStore _heads;

    /// <summary>Opens the clients.</summary>
    /// <exception cref="InvalidOperationException">The namespace is not configured.</exception>
    public EventHubs(IConfiguration configuration, TokenCredential credential, HeadStore heads)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var space = configuration[$"{Connection}:fullyQualifiedNamespace"]
            ?? throw new InvalidOperationException($"The Event Hubs namespace is not configured: set '{Connection}__fullyQualifiedNamespace'.");
        _clients = new[] { Hubs.Readings, Hubs.Market }.ToDictionary(hub => hub, hub => new EventHubProducerClient(space, hub, credential));
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
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
            await client.DisposeAsync();
    }

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
