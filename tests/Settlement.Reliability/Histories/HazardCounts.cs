namespace Settlement.Reliability.Histories;

/// <summary>How often each hazard happened.</summary>
public sealed class HazardCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<Hazard>().Length];

    /// <summary>How often one happened.</summary>
    public long this[Hazard hazard] => Interlocked.Read(ref _counts[(int)hazard]);

    /// <summary>Counts one. Consumers that run at the same time may share the counts.</summary>
    public void Count(Hazard hazard, long times = 1) => Interlocked.Add(ref _counts[(int)hazard], times);

    /// <summary>Adds what others counted.</summary>
    public void Add(HazardCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var hazard in Enum.GetValues<Hazard>())
            Count(hazard, other[hazard]);
    }
}
