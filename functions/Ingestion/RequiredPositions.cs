using Settlement.Ledger.Ingestion;
using Settlement.Runs.Records;

namespace Settlement.Functions.Ingestion;

/// <summary>Says what must have been ingested before a run takes its cut.</summary>
public sealed class RequiredPositions(EventHubs hubs, HubWatch watch)
{
    /// <summary>
    /// The last event of every partition of both hubs. Where a hub is another than the one that was taken, its events are those of the next epoch,
    /// so that nothing that was taken before passes for them.
    /// </summary>
    public async Task<IReadOnlyList<HubPosition>> ListAsync(CancellationToken cancellationToken)
    {
        var positions = new List<HubPosition>();
        foreach (var position in await hubs.LastEnqueuedAsync(cancellationToken))
        {
            var (head, stop) = await watch.LookAsync(position.Id, reads: true, cancellationToken);
            positions.Add(position with { Epoch = stop is null ? head.Epoch : head.Epoch + 1 });
        }

        return positions;
    }
}
