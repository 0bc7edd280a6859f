using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Doubts;

/// <summary>Tells the values that events release, each once however often its release was sent.</summary>
internal sealed class ReleaseReader(DoubtStore doubts)
{
    /// <summary>The waiting values of a partition that events release. What names no waiting value of it releases nothing.</summary>
    public async ValueTask<IReadOnlyList<Doubt>> ReadAsync(int partition, IEnumerable<HubEvent> events, CancellationToken cancellationToken)
    {
        var seen = new HashSet<DoubtId>();
        var released = new List<Doubt>();
        foreach (var e in events)
        {
            if (
                DoubtId.TryParse(e.ReleaseOf, out var id)
                && id.Partition == partition
                && seen.Add(id)
                && await doubts.FindAsync(id, cancellationToken) is { IsWaiting: true } found
            )
            {
                released.Add(found.Doubt);
            }
        }

        return released;
    }
}
