using Settlement.Domain.Market;

namespace Settlement.Ledger.Blocks;

/// <summary>
/// The shard of a meter: a hash of its MPAN. It brings all versions of a meter together, whatever partition and block they came in,
/// so that a fold can take one shard at a time and one meter is found in one slice of each block.
/// </summary>
internal static class MeterShard
{
    public const int Bits = 6;

    /// <summary>How many shards there are; a constant of the stored format.</summary>
    public const int Count = 1 << Bits;

    public static int GetShard(Mpan mpan)
    {
        // The finalizer of SplitMix64: MPANs are handed out in runs, and runs must spread.
        var hash = unchecked((ulong)mpan.Value * 0x9E3779B97F4A7C15UL);
        hash ^= hash >> 30;
        hash = unchecked(hash * 0xBF58476D1CE4E5B9UL);
        hash ^= hash >> 27;
        hash = unchecked(hash * 0x94D049BB133111EBUL);
        return (int)(hash >> (64 - Bits));
    }

    /// <summary>The shards of a group, when all are cut into so many groups.</summary>
    public static (int First, int End) RangeOf(int group, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groups, Count);
        ArgumentOutOfRangeException.ThrowIfNegative(group);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, groups);
        return (group * Count / groups, (group + 1) * Count / groups);
    }
}
