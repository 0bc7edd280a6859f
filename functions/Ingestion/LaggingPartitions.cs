using System.Collections.Concurrent;
using Settlement.Ledger.Commits;

namespace Settlement.Functions.Ingestion;

/// <summary>Finds partitions whose head stands still though there are events beyond it.</summary>
public sealed class LaggingPartitions(EventHubs hubs, HeadStore heads)
{
    private readonly ConcurrentDictionary<(string Hub, int Partition), long> _seen = [];

    /// <summary>
    /// The partitions with their last event that were behind at the look before this one as well and whose head has not moved since:
    /// a trigger that is merely busy moves it. The first look of a process finds none.
    /// </summary>
    public async Task<IReadOnlyList<(string Hub, int Partition, long Last)>> FindAsync(CancellationToken cancellationToken)
    {
        var lagging = new List<(string Hub, int Partition, long Last)>();
        foreach (var position in await hubs.LastEnqueuedAsync(cancellationToken))
        {
            var key = (position.Hub, position.Partition);
            var head = (await heads.ReadAsync(position.Id, cancellationToken)).Sequence;
            if (head >= position.LastSequence)
            {
                _seen.TryRemove(key, out _);
            }
            else if (_seen.TryGetValue(key, out var before) && before == head)
            {
                lagging.Add((position.Hub, position.Partition, position.LastSequence));
            }
            else
            {
                _seen[key] = head;
            }
        }

        return lagging;
    }
}
