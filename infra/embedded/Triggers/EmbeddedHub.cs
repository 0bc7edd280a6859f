using Functions.Embedded.Hub;

namespace Functions.Embedded.Triggers;

/// <summary>The hubs as tools see them.</summary>
internal sealed class EmbeddedHub(HubBroker broker, TriggerProgress progress) : IEmbeddedHub
{
    public Task SendAsync(
        string hub,
        IReadOnlyList<ReadOnlyMemory<byte>> bodies,
        string? partitionKey = null,
        CancellationToken cancellationToken = default
    )
    {
        if (bodies.Count == 0)
        {
            return Task.CompletedTask;
        }
        var log = broker.Hub(hub);
        var partition = log.Choose(null, partitionKey);
        return log.AppendAsync([.. bodies.Select(b => new PendingEvent(partition, b, partitionKey, null))], cancellationToken);
    }

    public Task SendAsync(string hub, IReadOnlyList<HubMessage> messages, CancellationToken cancellationToken = default)
    {
        if (messages.Count == 0)
        {
            return Task.CompletedTask;
        }
        var log = broker.Hub(hub);
        return log.AppendAsync(
            [.. messages.Select(m => new PendingEvent(log.Choose(m.PartitionId, m.PartitionKey), m.Body, m.PartitionKey, null))],
            cancellationToken
        );
    }

    public IReadOnlyList<long> LastEnqueued(string hub) => [.. broker.Hub(hub).Partitions.Select(p => p.LastSequence)];

    public IReadOnlyList<HubPartitionProgress> Progress(string hub) => progress.ListPartitions(hub);

    public async Task<IReadOnlyList<HubPartitionProgress>> WaitUntilProcessedAsync(
        string hub,
        CancellationToken cancellationToken = default
    )
    {
        var targets = LastEnqueued(hub);
        while (true)
        {
            var changed = progress.Changed;
            var states = progress.ListPartitions(hub);
            if (
                states.All(s =>
                    s.IsStuck || s.Processed >= targets[int.Parse(s.PartitionId, System.Globalization.CultureInfo.InvariantCulture)]
                )
            )
            {
                return states;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }
}
