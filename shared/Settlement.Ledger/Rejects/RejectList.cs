using System.Globalization;
using System.Runtime.CompilerServices;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Live;

namespace Settlement.Ledger.Rejects;

/// <summary>Where a page ended: the last reject that was looked at, and the head step that brought it.</summary>
public sealed record RejectPlace(long Step, RejectId Id)
{
    /// <summary>Reads a place as <see cref="ToString"/> writes it.</summary>
    public static bool TryParse(string text, out RejectPlace? place)
    {
        ArgumentNullException.ThrowIfNull(text);
        var separator = text.IndexOf('~', StringComparison.Ordinal);
        place =
            separator > 0
            && long.TryParse(text.AsSpan(0, separator), NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            && RejectId.TryParse(text[(separator + 1)..], out var id)
                ? new RejectPlace(step, id)
                : null;
        return place?.ToString() == text;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Step}~{Id}");
}

/// <summary>One page of the list of rejects.</summary>
/// <param name="Items">Its rejects, in the order of their ids.</param>
/// <param name="Next">Where the next page goes on, or null for the last.</param>
/// <param name="Total">How many rejects all pages have.</param>
/// <param name="ByReason">By code in ordinal order, how many rejects of all pages have it.</param>
public sealed record RejectPage(
    IReadOnlyList<StoredReject> Items,
    RejectPlace? Next,
    long Total,
    IReadOnlyDictionary<string, long> ByReason
);

/// <summary>The list of rejects: all of them, those of a day, with a reason, or both. What a page costs does not depend on how many there are.</summary>
public sealed class RejectList
{
    /// <summary>
    /// So many packs may be read for a page beside those that fill it: where most of what was listed has come again, a page is shorter than it
    /// might be and says where to go on.
    /// </summary>
    private const int MaxOtherPacks = 256;

    /// <summary>A page ends once its bodies are so large together; a single one may be of a megabyte.</summary>
    private const int MaxPageBytes = 32 * 1024 * 1024;

    private readonly HeadStore _heads;
    private readonly RejectPacks _packs;
    private readonly RejectIndex _index;
    private readonly ReplayMarks _marks;
    private readonly RejectCount _count;

    internal RejectList(HeadStore heads, RejectPacks packs, RejectIndex index, ReplayMarks marks, RejectCount count) =>
        (_heads, _packs, _index, _marks, _count) = (heads, packs, index, marks, count);

    /// <summary>Whether a place is one where a page of some partitions may have ended.</summary>
    public async ValueTask<bool> HasPlaceAsync(
        IReadOnlyCollection<PartitionId> partitions,
        RejectPlace place,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(partitions);
        ArgumentNullException.ThrowIfNull(place);
        return partitions.Contains(place.Id.Partition)
            && await _heads.ReadStepAsync(place.Id.Partition, place.Step, cancellationToken) is { } step
            && place.Id.Position >= step.FirstPosition
            && place.Id.Position <= step.LastPosition;
    }

    /// <summary>Reads one page.</summary>
    /// <param name="partitions">The partitions, in the order of the ids of their rejects.</param>
    /// <param name="filter">What is listed.</param>
    /// <param name="after">Where the page before ended, or null for the first.</param>
    /// <param name="limit">How many rejects it has at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async ValueTask<RejectPage> ReadPageAsync(
        IReadOnlyList<PartitionId> partitions,
        RejectFilter filter,
        RejectPlace? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(partitions);
        ArgumentNullException.ThrowIfNull(filter);
        var counts = await Task.WhenAll(partitions.Select(async partition => await CountAsync(partition, filter, cancellationToken)));
        var byReason = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (code, count) in counts.SelectMany(each => each.Counts.ByCode(filter.Reason)))
        {
            byReason[code] = byReason.GetValueOrDefault(code) + count;
        }

        var page = new PageItems(limit);
        var packs = 0;
        var first = after is null ? 0 : Math.Max(0, partitions.ToList().IndexOf(after.Id.Partition));
        for (var i = first; i < partitions.Count && page.Next is null; i++)
        {
            var start = after?.Id.Partition == partitions[i] ? after : null;
            var left = start is null ? counts[i].Counts.Count(filter.Reason) : long.MaxValue;
            if (left == 0)
            {
                continue;
            }
            await foreach (var (step, pack, live) in ReadPacksAsync(partitions[i], counts[i].Totals, filter, start, cancellationToken))
            {
                left -= live.Count;
                if (!page.TryAdd(partitions[i], step, live) || left <= 0)
                {
                    break;
                }
                if (++packs == limit + MaxOtherPacks)
                {
                    page.Next = new RejectPlace(step, new RejectId(partitions[i], pack[^1].Position, pack[^1].Place));
                    break;
                }
            }
        }

        return new RejectPage(page.Items, page.Next, counts.Sum(each => each.Counts.Count(filter.Reason)), byReason);
    }

    /// <summary>Reads all rejects of a partition that a filter lets through, of the steps up to its head as it stands when they are asked for.</summary>
    public async IAsyncEnumerable<StoredReject> ReadAllAsync(
        PartitionId partition,
        RejectFilter filter,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (head, totals) = await _count.ReadAsync(partition, cancellationToken);
        if (totals.All.Count(filter.Reason) == 0)
        {
            yield break;
        }
        await foreach (var (step, _, live) in ReadPacksAsync(partition, totals, filter, null, cancellationToken))
        {
            if (step > head.Step)
            {
                yield break;
            }
            foreach (var reject in live)
            {
                yield return new StoredReject(new RejectId(partition, reject.Position, reject.Place), reject);
            }
        }
    }

    private async ValueTask<(RejectTotals Totals, ReasonCounts Counts)> CountAsync(
        PartitionId partition,
        RejectFilter filter,
        CancellationToken cancellationToken
    )
    {
        var (_, totals) = await _count.ReadAsync(partition, cancellationToken);
        if ((filter.Day is { } day ? totals.FindDay(day) : totals.All) is { } known)
        {
            return (totals, known);
        }

        // Thousands of days are named, and this is one of those with the fewest rejects, which are not counted one by one.
        var counts = new ReasonCounts();
        await foreach (var (_, _, live) in ReadPacksAsync(partition, totals, filter with { Reason = default }, null, cancellationToken))
        {
            foreach (var reject in live)
            {
                counts.Add(reject.Reasons, 1);
            }
        }
        return (totals, counts);
    }

    /// <summary>Reads the packs that have rejects for a filter, after a place, and picks those of each that are to be shown.</summary>
    private async IAsyncEnumerable<(long Step, List<Reject> Pack, List<Reject> Live)> ReadPacksAsync(
        PartitionId partition,
        RejectTotals totals,
        RejectFilter filter,
        RejectPlace? after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var key = RejectKeys.Of(filter, byDay: totals.BroadStep <= totals.PurgedThrough);
        var from = Math.Max(totals.PurgedThrough + 1, after?.Step ?? 0);
        await foreach (var posting in _index.ReadAsync(partition, key, from, cancellationToken))
        {
            for (var i = 0; i < (posting.Packs?.Count ?? 1); i++)
            {
                if (i + 1 < posting.Packs?.Count && !IsAfter(posting.Packs[i + 1].Position, posting.Packs[i + 1].Place))
                {
                    continue;
                }
                var pack = posting.Packs is { } packs
                    ? await _packs.ReadAsync(partition, posting.Step, posting.Attempt, packs[i].Pack, cancellationToken)
                    : await _packs.ReadStepAsync(partition, posting.Step, posting.Attempt, cancellationToken);
                if (pack.Count == 0)
                {
                    continue;
                }
                var gone = totals.HasReplays ? await ReplayedAsync(partition, pack, cancellationToken) : [];
                yield return (
                    posting.Step,
                    pack,
                    pack.FindAll(reject =>
                        IsAfter(reject.Position, reject.Place)
                        && filter.Matches(reject)
                        && !gone.Contains(new RejectId(partition, reject.Position, reject.Place))
                    )
                );
            }
        }

        bool IsAfter(long sequence, int place) => after is null || RejectId.IsBefore(after.Id, new RejectId(partition, sequence, place));
    }

    private async ValueTask<HashSet<RejectId>> ReplayedAsync(PartitionId partition, List<Reject> pack, CancellationToken cancellationToken)
    {
        var replayed = new HashSet<RejectId>();
        var (first, last) = (pack[0], pack[^1]);
        await foreach (
            var id in _marks.ReadAsync(
                new RejectId(partition, first.Position, first.Place),
                new RejectId(partition, last.Position, last.Place),
                cancellationToken
            )
        )
        {
            replayed.Add(id);
        }
        return replayed;
    }

    /// <summary>What a page has so far.</summary>
    private sealed class PageItems(int limit)
    {
        private readonly List<StoredReject> _items = [];
        private long _bytes;
        private long _lastStep;

        public IReadOnlyList<StoredReject> Items => _items;

        /// <summary>Where the next page goes on; null as long as this one has all that was looked at.</summary>
        public RejectPlace? Next { get; set; }

        /// <summary>Adds rejects, as many as there is room for.</summary>
        /// <returns>False where one is left for the next page.</returns>
        public bool TryAdd(PartitionId partition, long step, List<Reject> rejects)
        {
            foreach (var reject in rejects)
            {
                if (_items.Count == limit || (_items.Count > 0 && _bytes + reject.Body.Length > MaxPageBytes))
                {
                    Next = new RejectPlace(_lastStep, _items[^1].Id);
                    return false;
                }
                // A body of its own: the pack that it is a part of would stay in memory otherwise.
                var kept = reject with
                {
                    Body = reject.Body.ToArray(),
                };
                _items.Add(new StoredReject(new RejectId(partition, reject.Position, reject.Place), kept));
                _bytes += reject.Body.Length;
                _lastStep = step;
            }

            return true;
        }
    }
}
