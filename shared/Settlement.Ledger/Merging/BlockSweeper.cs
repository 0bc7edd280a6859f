using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Storage;

namespace Settlement.Ledger.Merging;

/// <summary>Takes away the blocks that merges have replaced, once nobody can be reading them any more, and what crashes have left beside them.</summary>
public sealed class BlockSweeper(ITableStore store, HeadStore heads, IRunCuts cuts, TimeProvider clock)
{
    /// <summary>A fold reads what it has found listed, and a run that is opening may have read the heads before the merge: both have long ended after this.</summary>
    public static readonly Duration Grace = Duration.FromDays(1);

    private readonly BlockStore _blocks = new(store);
    private readonly MergeStore _merges = new(store);
    private readonly BlockSweep _sweep = new(store);

    /// <summary>Sweeps a day.</summary>
    /// <returns>How many blocks were deleted.</returns>
    /// <exception cref="TableConflictException">Another merges or sweeps the same day; what was deleted was no longer needed.</exception>
    public async ValueTask<int> SweepAsync(int partition, SettlementDay day, CancellationToken cancellationToken)
    {
        var headers = new List<BlockId>();
        var head = await heads.ReadAsync(new(Hubs.Readings, partition), cancellationToken);
        await foreach (var id in _blocks.ListIdsAsync(day.Number, partition, 0, cancellationToken))
        {
            headers.Add(id);
        }

        // The log is read after what is stored: a block of a merge is named in it before it is written, and as long as it may count.
        var (log, etag) = await _merges.ReadAsync(partition, day, cancellationToken);
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var steps = await cuts.ListStepsAsync(partition, day, cancellationToken);
        var ripe = log.At(head.Step)
            .Where(merge => merge.LastStep <= head.Step && merge.Merged + Grace <= now && !steps.Any(merge.IsCrossedBy))
            .ToList();
        var deleted = 0;
        foreach (var id in headers.Where(id => id.Step <= head.Step))
        {
            if (!await IsNeededAsync(id, log, ripe, cancellationToken))
            {
                await _sweep.DeleteAsync(id, cancellationToken);
                deleted++;
            }
        }

        if (ripe.Any(merge => !merge.Swept))
        {
            var left = log.Merges.Where(merge => !ripe.Any(larger => larger != merge && larger.Covers(merge.LastStep)));
            await _merges.WriteAsync(
                partition,
                day,
                log with
                {
                    Merges = [.. left.Select(merge => merge with { Swept = merge.Swept || ripe.Contains(merge) })],
                },
                etag,
                cancellationToken
            );
        }

        return deleted;
    }

    private async ValueTask<bool> IsNeededAsync(BlockId id, MergeLog log, List<Merge> ripe, CancellationToken cancellationToken)
    {
        if (ripe.Find(merge => merge.Covers(id.Step)) is { } merge)
        {
            return id.Attempt == merge.Attempt || id.Attempt == log.Plan?.Attempt;
        }
        return log.Contains(id.Attempt)
            || (await heads.ReadStepAsync(new(Hubs.Readings, id.Partition), id.Step, cancellationToken))?.Attempt == id.Attempt;
    }
}
