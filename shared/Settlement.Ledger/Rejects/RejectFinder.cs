using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Commits;

namespace Settlement.Ledger.Rejects;

/// <summary>A reject, and the head step that brought it.</summary>
internal sealed record FoundReject(RejectId Id, long Step, string Attempt, Reject Reject);

/// <summary>Finds rejects of a partition by their ids, whether they are still in the list or not. Ids in ascending order cost least.</summary>
internal sealed class RejectFinder(RejectPacks packs, HeadStore heads, PartitionId partition, long lastStep)
{
    private readonly StepSearch _steps = new(heads, partition, lastStep);
    private long _step;
    private List<Reject> _rejects = [];

    /// <summary>The reject with an id, or null where there is none.</summary>
    public async ValueTask<FoundReject?> FindAsync(RejectId id, CancellationToken cancellationToken)
    {
        if (await _steps.FindAsync(id.Position, cancellationToken) is not var (number, step) || step.Rejected == 0)
        {
            return null;
        }
        if (number != _step)
        {
            _rejects = await packs.ReadStepAsync(partition, number, step.Attempt, cancellationToken);
            _step = number;
        }
        var index = _rejects.BinarySearch(new Reject(id.Position, id.Place, default, null, null, default, default), ByPlace.Comparer);
        if (index < 0)
        {
            return null;
        }
        // A body of its own: what many are found in would stay in memory otherwise.
        var reject = _rejects[index] with
        {
            Body = _rejects[index].Body.ToArray(),
        };
        return new FoundReject(id, number, step.Attempt, reject);
    }

    private sealed class ByPlace : IComparer<Reject>
    {
        public static ByPlace Comparer { get; } = new();

        public int Compare(Reject? x, Reject? y) => (x!.Position, x.Place).CompareTo((y!.Position, y.Place));
    }
}
