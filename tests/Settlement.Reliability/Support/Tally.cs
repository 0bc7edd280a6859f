namespace Settlement.Reliability.Support;

/// <summary>Counts of what was tried and what came of it, by name. Safe for use by many threads.</summary>
public sealed class Tally
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Every count.</summary>
    public IReadOnlyDictionary<string, long> All
    {
        get
        {
            lock (_gate)
            {
                return new SortedDictionary<string, long>(_counts, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Counts something, once or more.</summary>
    public void Count(string what, long times = 1)
    {
        lock (_gate)
        {
            _counts[what] = _counts.GetValueOrDefault(what) + times;
        }
    }

    /// <summary>How often something was counted.</summary>
    public long GetCount(string what)
    {
        lock (_gate)
        {
            return _counts.GetValueOrDefault(what);
        }
    }

    /// <summary>Adds what others counted.</summary>
    public void Add(Tally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (what, times) in other.All)
        {
            Count(what, times);
        }
    }
}
