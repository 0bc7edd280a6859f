using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Live;
using Settlement.Storage;

namespace Settlement.Ledger.Rejects;

/// <summary>Takes away the rejects of the oldest steps: first out of the list and its counts, in one conditional write, then from the store.</summary>
internal sealed class RejectPurge(HeadStore heads, RejectPacks packs, RejectIndex index, ReplayMarks marks, RejectCount count)
{
    /// <summary>So many packs, and the rest of the step of the last, go at once: a head that moves meanwhile makes that much to be looked at again.</summary>
    private const int SlicePacks = 64;

    /// <summary>A head that moves this often under one slice is left for another night.</summary>
    private const int MaxConflicts = 16;

    /// <summary>Deletes the rejects of the head steps at the beginning of a partition whose events had all arrived before a time, and their marks.</summary>
    /// <returns>How many rows were deleted.</returns>
    public async ValueTask<int> PurgeAsync(PartitionId partition, DateTimeOffset arrivedBefore, CancellationToken cancellationToken)
    {
        var (deleted, conflicts) = (0, 0);
        while (true)
        {
            try
            {
                var (rows, last) = await PurgeSliceAsync(partition, arrivedBefore, cancellationToken);
                deleted += rows;
                if (last)
                {
                    return deleted;
                }
            }
            catch (TableConflictException) when (conflicts < MaxConflicts)
            {
                conflicts++;
            }
        }
    }

    private async ValueTask<(int Rows, bool IsLast)> PurgeSliceAsync(
        PartitionId partition,
        DateTimeOffset arrivedBefore,
        CancellationToken cancellationToken
    )
    {
        var (head, totals) = await count.ReadAsync(partition, cancellationToken);
        var slice = await ReadSliceAsync(partition, totals.PurgedThrough, arrivedBefore, cancellationToken);
        if (slice.Through == 0)
        {
            return (0, true);
        }
        if (slice.Through > totals.PurgedThrough)
        {
            // Where the counts do not have them, they are counted anew without them.
            var after = totals.TryRemove(slice.Listed) ? totals : new RejectTotals(head.Step + 1);
            after.PurgedThrough = slice.Through;
            await heads.PutRejectsAsync(partition, head, after, cancellationToken);
        }

        // Nothing lists them any more; whatever a crash leaves of them here goes the next time.
        await index.PurgeAsync(partition, slice.Keys, slice.Through, cancellationToken);
        var last = (await heads.ReadStepAsync(partition, slice.Through, cancellationToken))!;
        await marks.PurgeAsync(partition, last.LastPosition, cancellationToken);
        return (await packs.PurgeAsync(partition, slice.Through, cancellationToken), slice.IsLast);
    }

    /// <summary>Looks at the oldest steps: the last of which all events are old, what the list has of them, and their keys.</summary>
    private async ValueTask<Slice> ReadSliceAsync(
        PartitionId partition,
        long purgedThrough,
        DateTimeOffset arrivedBefore,
        CancellationToken cancellationToken
    )
    {
        var (through, read) = (0L, 0);
        var (listed, keys) = (new RejectTally(), new HashSet<string>(StringComparer.Ordinal));
        var step = new List<StoredPack>();
        await using var replayed = marks.ReadAsync(partition, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var more = await replayed.MoveNextAsync();
        await foreach (var pack in packs.ReadAllAsync(partition, 0, cancellationToken))
        {
            if (step.Count > 0 && step[0].Step != pack.Step)
            {
                await TakeStepAsync();
                if (read >= SlicePacks)
                {
                    return new Slice(through, listed, keys, IsLast: false);
                }
            }
            if (pack.Rejects.Exists(reject => reject.Enqueued >= arrivedBefore))
            {
                return new Slice(through, listed, keys, IsLast: true);
            }
            step.Add(pack);
            read++;
        }
        if (step.Count > 0)
        {
            await TakeStepAsync();
        }
        return new Slice(through, listed, keys, IsLast: true);

        async ValueTask TakeStepAsync()
        {
            through = step[0].Step;
            var live = new List<Reject>();
            keys.UnionWith(RejectKeys.Count(step.SelectMany(pack => pack.Rejects), byDay: true).Keys);
            foreach (var reject in step.SelectMany(pack => pack.Rejects))
            {
                var id = new RejectId(partition, reject.Position, reject.Place);
                while (more && RejectId.IsBefore(replayed.Current, id))
                {
                    more = await replayed.MoveNextAsync();
                }
                if (through > purgedThrough && !(more && replayed.Current == id))
                {
                    live.Add(reject);
                }
            }
            listed.Add(live);
            step.Clear();
        }
    }

    /// <summary>What is purged at once.</summary>
    private sealed record Slice(long Through, RejectTally Listed, IReadOnlyCollection<string> Keys, bool IsLast);
}
