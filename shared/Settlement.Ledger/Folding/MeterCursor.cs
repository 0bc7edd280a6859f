using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;

namespace Settlement.Ledger.Folding;

/// <summary>How far a list of meters has been given: meters are read some shards at a time, and ascending within those.</summary>
/// <param name="Shard">The first shard that is not wholly given.</param>
/// <param name="EndShard">The end of the shards that were being given with it.</param>
/// <param name="Mpan">The last meter given of these shards; 0 for none.</param>
public readonly record struct MeterCursor(int Shard, int EndShard, long Mpan)
{
    /// <summary>The place before the first meter.</summary>
    public static MeterCursor Start => default;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MeterCursor place)
    {
        place = default;
        if (
            text?.Split('-') is not [var first, var end, var mpan]
            || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            || !int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var endShard)
            || !long.TryParse(mpan, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || shard > endShard
            || endShard > MeterShard.Count
        )
        {
            return false;
        }

        place = new MeterCursor(shard, endShard, last);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Shard}-{EndShard}-{Mpan}");

    /// <summary>Whether a meter was given already.</summary>
    internal bool IsPast(Mpan mpan) => mpan.Value <= Mpan && MeterShard.GetShard(mpan) < EndShard;
}

/// <summary>A page of a list of meters.</summary>
/// <param name="Items">The items; there may be none though the list goes on.</param>
/// <param name="Next">Where the next page starts, or null at the end of the list.</param>
public sealed record MeterPage<T>(IReadOnlyList<T> Items, MeterCursor? Next)
{
    /// <summary>Takes a page from what is read some shards at a time; it ends early when many rows have been looked at.</summary>
    /// <param name="shards">The items of shards from <paramref name="after"/>'s on: the end of the shards, how many rows were looked at, the items ascending by meter.</param>
    /// <param name="mpan">The meter of an item.</param>
    /// <param name="after">Where the page before ended.</param>
    /// <param name="limit">How many items the page has at the most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    internal static async ValueTask<MeterPage<T>> TakeAsync(
        IAsyncEnumerable<(int EndShard, int LookedAt, IEnumerable<T> Items)> shards,
        Func<T, Mpan> mpan,
        MeterCursor after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (items, first, lookedAt) = (new List<T>(), after.Shard, 0L);
        await foreach (var found in shards.WithCancellation(cancellationToken))
        {
            foreach (var item in found.Items.Where(item => !after.IsPast(mpan(item))))
            {
                if (items.Count == limit)
                {
                    return new MeterPage<T>(items, new MeterCursor(first, found.EndShard, mpan(items[^1]).Value));
                }
                items.Add(item);
            }

            lookedAt += found.LookedAt;
            first = found.EndShard;
            if (first < MeterShard.Count && (items.Count == limit || lookedAt >= MeterScan.RowsAtOnce))
            {
                return new MeterPage<T>(items, new MeterCursor(first, first, 0));
            }
        }

        return new MeterPage<T>(items, null);
    }
}
