using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Live;
using Settlement.Storage;

namespace Settlement.Ledger.Rejects;

/// <summary>
/// How many rejects a partition's list has. They are counted as they come; those of the steps before the first that was, which earlier code
/// made, are counted and listed once, when they are first asked for, from what is stored, and recorded.
/// </summary>
internal sealed class RejectCount(HeadStore heads, RejectPacks packs, RejectIndex index, ReplayMarks marks)
{
    /// <summary>The head and the totals, all steps counted.</summary>
    public async ValueTask<(Head Head, RejectTotals Totals)> ReadAsync(PartitionId partition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (head, totals) = await heads.ReadWithRejectsAsync(partition, cancellationToken);
            if (head.Step == 0)
            {
                return (head, new RejectTotals(1) { IsComplete = true });
            }
            if (totals is { IsComplete: true })
            {
                return (head, totals);
            }
            await CountAsync(partition, totals?.Since ?? head.Step + 1, totals?.PurgedThrough ?? 0, cancellationToken);
        }
    }

    /// <summary>Counts the steps before one. What they brought is settled; a reject of theirs that comes again meanwhile makes the count start anew.</summary>
    private async ValueTask CountAsync(PartitionId partition, long since, long purgedThrough, CancellationToken cancellationToken)
    {
        var tally = new RejectTally();
        var (broadStep, hasReplays) = (0L, false);
        await using var replayed = marks.ReadAsync(partition, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var more = await replayed.MoveNextAsync();
        var step = new List<StoredPack>();
        await foreach (var pack in packs.ReadAllAsync(partition, purgedThrough + 1, cancellationToken))
        {
            if (pack.Step >= since)
            {
                break;
            }
            if (step.Count > 0 && step[0].Step != pack.Step)
            {
                await AddStepAsync();
            }
            step.Add(pack);
        }
        if (step.Count > 0)
        {
            await AddStepAsync();
        }
        await RecordAsync(partition, since, totals => totals.Complete(tally, broadStep, hasReplays), cancellationToken);

        async ValueTask AddStepAsync()
        {
            var listed = new List<Reject>();
            foreach (var reject in step.SelectMany(pack => pack.Rejects))
            {
                var id = new RejectId(partition, reject.Position, reject.Place);
                while (more && RejectId.IsBefore(replayed.Current, id))
                {
                    more = await replayed.MoveNextAsync();
                }
                if (more && replayed.Current == id)
                {
                    hasReplays = true;
                }
                else
                {
                    listed.Add(reject);
                }
            }

            tally.Add(listed);
            if (listed.Count > 0)
            {
                (int, IReadOnlyList<Reject>)[] rejects = [.. step.Select(pack => (pack.Number, (IReadOnlyList<Reject>)pack.Rejects))];
                broadStep = RejectKeys.AreBroad(step.SelectMany(pack => pack.Rejects)) ? step[0].Step : broadStep;
                await index.WriteAsync(partition, step[0].Step, step[0].Attempt, rejects, cancellationToken);
            }
            step.Clear();
        }
    }

    /// <summary>Records the count, whatever steps have come since, unless one of them made it start anew.</summary>
    private async ValueTask RecordAsync(
        PartitionId partition,
        long since,
        Action<RejectTotals> complete,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var (head, totals) = await heads.ReadWithRejectsAsync(partition, cancellationToken);
            if (totals is null && head.Step + 1 == since)
            {
                totals = new RejectTotals(since);
            }
            if (totals is null || totals.IsComplete || totals.Since != since)
            {
                return;
            }
            complete(totals);
            try
            {
                await heads.PutRejectsAsync(partition, head, totals, cancellationToken);
                return;
            }
            catch (TableConflictException)
            {
                // A step came in between: its totals are to be completed now.
            }
        }
    }
}
