using System.Numerics;
using System.Runtime.InteropServices;
using Settlement.Ledger.Batches;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Live;

/// <summary>
/// How many rejects have a reason, and how many of those have another one too: what a list filtered by a reason says of all its pages,
/// in at most a few hundred numbers however many rejects there are.
/// </summary>
internal sealed class ReasonCounts
{
    private const int ReasonBits = 5;

    /// <summary>What a pair takes of a stored row at most: its number and its count.</summary>
    private const int PairBytes = 12;

    /// <summary>By the numbers of two reasons, the smaller one first, or twice that of one.</summary>
    private readonly Dictionary<int, long> _pairs = [];

    /// <summary>How many rejects there are.</summary>
    public long Total { get; private set; }

    /// <summary>The size of the counts when stored, at most.</summary>
    public int MaxBytes => 20 + (PairBytes * _pairs.Count);

    /// <summary>How many rejects have a reason; all of them for <see cref="RejectReasons.None"/>.</summary>
    public long Count(RejectReasons reason) =>
        reason == RejectReasons.None ? Total : _pairs.GetValueOrDefault(Pair(Number(reason), Number(reason)));

    /// <summary>By code, how many of the rejects with a reason have which; of all of them for <see cref="RejectReasons.None"/>.</summary>
    public IEnumerable<(string Code, long Count)> ByCode(RejectReasons reason)
    {
        foreach (var (pair, count) in _pairs)
        {
            var (low, high) = (pair >> ReasonBits, pair & ((1 << ReasonBits) - 1));
            if (reason == RejectReasons.None)
            {
                if (low == high)
                {
                    yield return (Code(low), count);
                }
            }
            else if (low == Number(reason))
            {
                yield return (Code(high), count);
            }
            else if (high == Number(reason))
            {
                yield return (Code(low), count);
            }
        }
    }

    /// <summary>Counts so many rejects with the same reasons.</summary>
    public void Add(RejectReasons reasons, long rejects)
    {
        Total += rejects;
        for (var low = (uint)reasons; low != 0; low &= low - 1)
        {
            for (var high = low; high != 0; high &= high - 1)
            {
                Add(Pair(BitOperations.TrailingZeroCount(low), BitOperations.TrailingZeroCount(high)), rejects);
            }
        }
    }

    /// <summary>Counts the rejects of others as well.</summary>
    public void Add(ReasonCounts other)
    {
        Total = checked(Total + other.Total);
        foreach (var (pair, count) in other._pairs)
        {
            Add(pair, count);
        }
    }

    /// <summary>Counts rejects no longer.</summary>
    /// <returns>False where they were never counted; the counts are then of no use.</returns>
    public bool TryRemove(ReasonCounts other)
    {
        Total -= other.Total;
        foreach (var (pair, count) in other._pairs)
        {
            Add(pair, -count);
        }
        return Total >= 0 && _pairs.Values.All(count => count > 0);
    }

    public void Write(BlockBuffer buffer)
    {
        buffer.WriteVarUInt64(Total);
        buffer.WriteVarUInt64(_pairs.Count);
        foreach (var (pair, count) in _pairs.OrderBy(pair => pair.Key))
        {
            buffer.WriteVarUInt64(pair);
            buffer.WriteVarUInt64(count);
        }
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static ReasonCounts Read(ref BlockCursor cursor)
    {
        var counts = new ReasonCounts { Total = cursor.ReadVarInt64() };
        for (var left = cursor.Count(2); left > 0; left--)
        {
            counts.Add(cursor.ReadVarInt32(), cursor.ReadVarInt64());
        }
        return counts;
    }

    private static int Pair(int low, int high) => (low << ReasonBits) | high;

    private static int Number(RejectReasons reason) => BitOperations.TrailingZeroCount((uint)reason);

    private static string Code(int number) => ((RejectReasons)(1 << number)).ToCodes()[0];

    private void Add(int pair, long count)
    {
        ref var mine = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, pair, out _);
        mine = checked(mine + count);
        if (mine == 0)
        {
            _pairs.Remove(pair);
        }
    }
}
