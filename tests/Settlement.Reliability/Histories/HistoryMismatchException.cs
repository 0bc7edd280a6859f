namespace Settlement.Reliability.Histories;

/// <summary>The ledger is not what a history makes of it.</summary>
public sealed class HistoryMismatchException(long seed, string what, Exception? inner = null) : Exception($"History {seed}: {what}", inner)
{
    /// <summary>The seed of the history.</summary>
    public long Seed { get; } = seed;
}
