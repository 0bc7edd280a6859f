namespace Settlement.Reference.Sets;

/// <summary>What at most one row at a time may have.</summary>
/// <param name="Column">The column under which a breach is reported.</param>
/// <param name="Key">What must be unique, or null for a row that the rule leaves alone.</param>
/// <param name="What">What is said of two such rows.</param>
internal sealed record UniqueRule<T>(string Column, Func<T, string?> Key, Func<T, string> What)
{
    /// <summary>The slots of its key that a row takes, from 0.</summary>
    public Func<T, (int First, int Last)> Band { get; init; } = static _ => (0, 0);

    /// <summary>How many slots a key has.</summary>
    public int Slots { get; init; } = 1;
}
