using Settlement.Domain.Calendar;
using Settlement.Ledger.Commits;

namespace Settlement.Ledger.Merging;

/// <summary>Finds the days of a partition of Event Hub <c>readings</c> on which there is something to merge or to sweep.</summary>
public sealed class BlockMaintenance(HeadStore heads, MergeStore merges, BlockMerger merger, BlockSweeper sweeper)
{
    /// <summary>So many head steps are looked at before what was found is worked off.</summary>
    private const int StepsAtOnce = 1_000;

    /// <summary>Merges the days of the head steps that have come since the last time.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="failed">Called with a day that could not be merged; it is looked at again when more comes for it, and holds up no other.</param>
    /// <param name="cancellationToken">Stops; a merge that is not committed leaves no trace in any figure.</param>
    public async ValueTask<MergeOutcome> MergeAsync(
        int partition,
        Action<SettlementDay, Exception> failed,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(failed);
        var outcome = default(MergeOutcome);
        var lookedAt = await merges.ReadCheckedStepAsync(partition, cancellationToken);
        for (var (days, last) = (new SortedSet<int>(), lookedAt); ; lookedAt = last)
        {
            days.Clear();
            await foreach (
                var (step, value) in heads.ReadStepsAsync(new(Hubs.Readings, partition), last, last + StepsAtOnce + 1, cancellationToken)
            )
            {
                last = step;
                days.UnionWith(value.Days.Select(day => day.Day));
            }

            if (last == lookedAt)
            {
                return outcome;
            }
            foreach (var day in days.Select(SettlementDay.FromNumber))
            {
                outcome += await TryAsync(day, () => merger.MergeAsync(partition, day, cancellationToken), failed);
            }
            await merges.WriteCheckedStepAsync(partition, last, cancellationToken);
        }
    }

    /// <summary>Sweeps the days of which something was merged and not yet swept.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="failed">Called with a day that could not be swept; it is tried again the next time.</param>
    /// <param name="cancellationToken">Stops; what was begun is gone on with the next time.</param>
    /// <returns>How many blocks were deleted.</returns>
    public async ValueTask<int> SweepAsync(int partition, Action<SettlementDay, Exception> failed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failed);
        var deleted = 0;
        await foreach (var (day, log) in merges.ListAsync(partition, cancellationToken))
        {
            if (log.Merges.Any(merge => !merge.Swept))
            {
                deleted += await TryAsync(day, () => sweeper.SweepAsync(partition, day, cancellationToken), failed);
            }
        }

        return deleted;
    }

    private static async ValueTask<T> TryAsync<T>(SettlementDay day, Func<ValueTask<T>> work, Action<SettlementDay, Exception> failed)
        where T : struct
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            failed(day, e);
            return default;
        }
    }
}
