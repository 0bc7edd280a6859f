namespace Settlement.Storage;

/// <summary>A range of row keys in ordinal order.</summary>
/// <param name="From">The first row, inclusive; empty means from the start.</param>
/// <param name="Before">The first row that is not in the range; null means to the end.</param>
public readonly record struct RowRange(string From, string? Before)
{
    /// <summary>Every row of a partition.</summary>
    public static RowRange All => new(string.Empty, null);

    /// <summary>All rows that begin with <paramref name="prefix"/>, which must not be empty nor end in U+D7FF or U+FFFF.</summary>
    public static RowRange Prefix(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return new(prefix, string.Concat(prefix.AsSpan(0, prefix.Length - 1), [(char)(prefix[^1] + 1)]));
    }

    /// <summary>The rows of this range that come after <paramref name="row"/>, for the next page of a listing; no key may be another with a space appended.</summary>
    public RowRange After(string row) => this with { From = row + " " };
}
