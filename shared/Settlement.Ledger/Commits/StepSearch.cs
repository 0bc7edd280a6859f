using Settlement.Domain.Market;

namespace Settlement.Ledger.Commits;

/// <summary>
/// Finds the head steps that took given events. Where one event after the other is asked for, the search starts at the step found last, so
/// that it costs a request or two; elsewhere as many as the number of steps has bits.
/// </summary>
internal sealed class StepSearch(HeadStore heads, PartitionId partition, long lastStep)
{
    private (long Number, HeadStep Step)? _found;

    /// <summary>The step that took the event at an <see cref="EpochPosition"/>, or null where none did.</summary>
    public async ValueTask<(long Number, HeadStep Step)?> FindAsync(long position, CancellationToken cancellationToken)
    {
        var (low, high) = (1L, lastStep);
        if (_found is var (number, step))
        {
            if (position >= step.FirstPosition && position <= step.LastPosition)
            {
                return _found;
            }
            (low, high) = position < step.FirstPosition ? (1, number - 1) : (number + 1, lastStep);
        }

        var (stride, isNear) = (1L, low > 1);
        while (low <= high)
        {
            var middle = isNear ? Math.Min(high, low + stride - 1) : low + ((high - low) / 2);
            stride *= 2;
            if (await heads.ReadStepAsync(partition, middle, cancellationToken) is not { } at)
            {
                return null;
            }
            if (position > at.LastPosition)
            {
                low = middle + 1;
            }
            else if (position < at.FirstPosition)
            {
                (high, isNear) = (middle - 1, false);
            }
            else
            {
                return _found = (middle, at);
            }
        }

        return null;
    }
}
