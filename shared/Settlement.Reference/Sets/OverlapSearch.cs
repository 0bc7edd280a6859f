using Settlement.Domain.Reference;

namespace Settlement.Reference.Sets;

/// <summary>Finds rows of one key that are in force on a common day, in O(n log n).</summary>
internal static class OverlapSearch
{
    /// <summary>
    /// The rows that overlap one with an earlier or equal start, each with one such row.
    /// </summary>
    /// <param name="count">How many rows there are.</param>
    /// <param name="key">The key of a row; null takes it out of the search.</param>
    /// <param name="inForce">When a row is in force.</param>
    /// <param name="band">The slots, from 0, that a row takes of its key; rows without a common slot never overlap.</param>
    /// <param name="slots">How many slots there are.</param>
    public static List<(int Row, int Other)> Find(
        int count,
        Func<int, string?> key,
        Func<int, DayRange> inForce,
        Func<int, (int First, int Last)> band,
        int slots
    )
    {
        var order = new List<(string Key, int From, int To, int Row)>(count);
        for (var row = 0; row < count; row++)
        {
            if (key(row) is { } name)
            {
                var range = inForce(row);
                order.Add((name, range.From?.Number ?? int.MinValue, range.To?.Number ?? int.MaxValue, row));
            }
        }

        order.Sort(
            static (left, right) =>
            {
                var byKey = string.CompareOrdinal(left.Key, right.Key);
                if (byKey != 0)
                {
                    return byKey;
                }
                var byFrom = left.From.CompareTo(right.From);
                return byFrom != 0 ? byFrom : left.Row.CompareTo(right.Row);
            }
        );

        var found = new List<(int, int)>();
        var ends = new (int To, int Row)[slots];
        string? current = null;
        foreach (var (name, from, to, row) in order)
        {
            if (name != current)
            {
                Array.Fill(ends, (int.MinValue, -1));
                current = name;
            }

            var (first, last) = band(row);
            var other = -1;
            for (var slot = first; slot <= last; slot++)
            {
                ref var end = ref ends[slot];
                if (end.Row >= 0 && end.To >= from)
                {
                    other = end.Row;
                }

                // Starts come in order, so the row that lasts longest is the only one a later row need be held against.
                if (end.Row < 0 || to > end.To)
                {
                    end = (to, row);
                }
            }

            if (other >= 0)
            {
                found.Add((row, other));
            }
        }

        return found;
    }
}
