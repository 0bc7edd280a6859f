namespace Settlement.Reliability.Fuzzing;

/// <summary>What was tried and what came of it.</summary>
public sealed class FuzzCounts
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>How many inputs were tried.</summary>
    public long Inputs { get; private set; }

    /// <summary>Every count by name.</summary>
    public IReadOnlyDictionary<string, long> All => _counts;

    /// <summary>Counts one input.</summary>
    public void CountInput() => Inputs++;

    /// <summary>Counts something, once or more.</summary>
    public void Count(string what, long times = 1) => _counts[what] = _counts.GetValueOrDefault(what) + times;

    /// <summary>How often something was counted.</summary>
    public long Of(string what) => _counts.GetValueOrDefault(what);

    /// <summary>Adds what others counted.</summary>
    public void Add(FuzzCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Inputs += other.Inputs;
        foreach (var (what, times) in other._counts)
            Count(what, times);
    }
}
