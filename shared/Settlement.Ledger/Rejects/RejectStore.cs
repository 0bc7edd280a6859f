using System.Runtime.CompilerServices;
using System.Text;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Live;
using Settlement.Ledger.Messages;
using Settlement.Storage;

namespace Settlement.Ledger.Rejects;

/// <summary>
/// The rejected objects of the ledger with their bodies. They belong to a head step as blocks do: an object is rejected once and for all,
/// and what a crash left of an uncommitted step is in no list. One that was sent again is in no list either: its new event has its own verdict.
/// </summary>
public sealed class RejectStore
{
    private readonly HeadStore _heads;
    private readonly RejectPacks _packs;
    private readonly RejectIndex _index;
    private readonly ReplayMarks _marks;
    private readonly RejectCount _count;
    private readonly RejectPurge _purge;

    /// <summary>Uses the store of the heads.</summary>
    public RejectStore(ITableStore store, HeadStore heads)
    {
        _heads = heads;
        _packs = new RejectPacks(store, heads);
        _index = new RejectIndex(store, heads);
        _marks = new ReplayMarks(store, heads);
        _count = new RejectCount(heads, _packs, _index, _marks);
        _purge = new RejectPurge(heads, _packs, _index, _marks, _count);
        List = new RejectList(heads, _packs, _index, _marks, _count);
    }

    /// <summary>The list, page by page.</summary>
    public RejectList List { get; }

    /// <summary>Takes out of a batch the replays of rejects that were taken before: however often one is sent again, it counts once.</summary>
    internal async ValueTask<TakenReplays> TakeReplaysAsync(
        PartitionId partition,
        Head head,
        IReadOnlyList<HubEvent> events,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.All(e => e.ReplayOf is null))
        {
            return new TakenReplays(events, [], []);
        }
        var (_, totals) = await _heads.ReadWithRejectsAsync(partition, cancellationToken);
        var finder = new RejectFinder(_packs, _heads, partition, head.Step);
        var fresh = new List<HubEvent>(events.Count);
        var (replayed, found) = (new HashSet<RejectId>(), new List<FoundReject>());
        foreach (var e in events)
        {
            // What names no reject of this partition is an event like any other.
            if (!RejectId.TryParse(e.ReplayOf, out var id) || id.Partition != partition || id.Position > head.Position)
            {
                fresh.Add(e);
            }
            else if (!replayed.Contains(id) && !await _marks.ContainsAsync(id, cancellationToken))
            {
                fresh.Add(e);
                replayed.Add(id);
                if (await FindUndamagedAsync(finder, id, cancellationToken) is { } reject && reject.Step > (totals?.PurgedThrough ?? 0))
                {
                    found.Add(reject);
                }
            }
        }

        return new TakenReplays(fresh, [.. replayed], found);
    }

    /// <summary>Finds a reject; null too where what is stored of it is damaged: the list says so, and its replay is taken all the same.</summary>
    private static async ValueTask<FoundReject?> FindUndamagedAsync(RejectFinder finder, RejectId id, CancellationToken cancellationToken)
    {
        try
        {
            return await finder.FindAsync(id, cancellationToken);
        }
        catch (DamagedBlockException)
        {
            return null;
        }
    }

    /// <summary>Writes the rejects of a step that is not yet committed, and marks those of earlier steps that it takes again.</summary>
    /// <returns>What the step changes in the list once it is committed; null for nothing.</returns>
    internal async ValueTask<RejectChange?> WriteAsync(
        PartitionId partition,
        long step,
        string attempt,
        IReadOnlyList<Reject> rejects,
        TakenReplays replays,
        CancellationToken cancellationToken
    )
    {
        var (added, removed) = (new RejectTally(), new RejectTally());
        if (rejects.Count > 0)
        {
            var packs = await _packs.WriteAsync(partition, step, attempt, rejects, cancellationToken);
            (int, IReadOnlyList<Reject>)[] listed = [.. packs.Select(pack => (pack.Number, pack.Rejects))];
            await _index.WriteAsync(partition, step, attempt, listed, cancellationToken);
        }
        if (replays.Replayed.Count > 0)
        {
            await _marks.WriteAsync(partition, step, attempt, replays.Replayed, cancellationToken);
        }
        added.Add(rejects);
        removed.Add(replays.Found.Select(found => found.Reject));
        return rejects.Count + replays.Found.Count == 0 ? null : new RejectChange(added, removed, RejectKeys.AreBroad(rejects));
    }

    /// <summary>Tidies up after a step that is committed: what it took again need not be looked for any more.</summary>
    internal ValueTask ForgetAsync(PartitionId partition, TakenReplays replays, CancellationToken cancellationToken) =>
        _index.ForgetAsync(partition, replays.Found, cancellationToken);

    /// <summary>Reads all rejects of a partition's list in the order of their arrival.</summary>
    /// <exception cref="DamagedBlockException">Stored rejects are not what was written.</exception>
    public async IAsyncEnumerable<StoredReject> ReadAsync(
        PartitionId partition,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (_, totals) = await _heads.ReadWithRejectsAsync(partition, cancellationToken);
        await using var marks = _marks.ReadAsync(partition, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var more = await marks.MoveNextAsync();
        await foreach (var pack in _packs.ReadAllAsync(partition, (totals?.PurgedThrough ?? 0) + 1, cancellationToken))
        {
            foreach (var reject in pack.Rejects)
            {
                var stored = new StoredReject(new RejectId(partition, reject.Position, reject.Place), reject);
                while (more && RejectId.IsBefore(marks.Current, stored.Id))
                {
                    more = await marks.MoveNextAsync();
                }
                if (!more || marks.Current != stored.Id)
                {
                    yield return stored;
                }
            }
        }
    }

    /// <summary>Finds those of some rejects that are in the list, in the order of their ids.</summary>
    public async IAsyncEnumerable<StoredReject> FindAsync(
        IEnumerable<RejectId> ids,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var partition in ids.Distinct().OrderBy(id => id.ToString(), StringComparer.Ordinal).GroupBy(id => id.Partition))
        {
            var (head, totals) = await _count.ReadAsync(partition.Key, cancellationToken);
            var finder = new RejectFinder(_packs, _heads, partition.Key, head.Step);
            foreach (var id in partition)
            {
                if (
                    await finder.FindAsync(id, cancellationToken) is { } found
                    && found.Step > totals.PurgedThrough
                    && !await _marks.ContainsAsync(id, cancellationToken)
                )
                {
                    yield return new StoredReject(id, found.Reject);
                }
            }
        }
    }

    /// <summary>Deletes the rejects of the head steps at the beginning of a partition whose events had all arrived before a time, and their marks.</summary>
    /// <returns>How many rows were deleted.</returns>
    public ValueTask<int> PurgeAsync(PartitionId partition, DateTimeOffset arrivedBefore, CancellationToken cancellationToken) =>
        _purge.PurgeAsync(partition, arrivedBefore, cancellationToken);
}

/// <summary>The replays among the events of a batch.</summary>
/// <param name="Fresh">The events to be read.</param>
/// <param name="Replayed">The rejects that are taken again.</param>
/// <param name="Found">Those of them that are in the list.</param>
internal sealed record TakenReplays(IReadOnlyList<HubEvent> Fresh, IReadOnlyList<RejectId> Replayed, IReadOnlyList<FoundReject> Found);

/// <summary>A reject as it stands in the ledger.</summary>
/// <param name="Id">Its name in lists and for replay.</param>
/// <param name="Reject">What was rejected, and why.</param>
public sealed record StoredReject(RejectId Id, Reject Reject)
{
    /// <summary>The body as text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string BodyText => Encoding.UTF8.GetString(Reject.Body.Span);
}
