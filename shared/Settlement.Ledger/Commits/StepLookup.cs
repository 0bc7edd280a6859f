using Settlement.Domain.Market;

namespace Settlement.Ledger.Commits;

/// <summary>
/// Looks up the head steps of a partition, asked for in ascending order. Where one after the other is wanted, ever more are read together;
/// where they are far apart, each alone.
/// </summary>
internal sealed class StepLookup(HeadStore heads, PartitionId partition)
{
    private const long Near = 8;
    private const long MaxTogether = 256;

    private readonly Dictionary<long, HeadStep> _read = [];
    private long _before = long.MinValue;
    private long _together = 1;

    /// <summary>The step with a number, or null where it was never committed.</summary>
    public async ValueTask<HeadStep?> FindAsync(long number, CancellationToken cancellationToken)
    {
        if (number >= _before)
        {
            _together = number - Near < _before ? Math.Min(MaxTogether, 2 * _together) : 1;
            _before = number + _together;
            _read.Clear();
            await foreach (var (step, value) in heads.ReadStepsAsync(partition, number - 1, _before, cancellationToken))
            {
                _read.Add(step, value);
            }
        }

        return _read.GetValueOrDefault(number);
    }
}
