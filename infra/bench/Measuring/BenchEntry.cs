namespace Settlement.Bench.Measuring;

/// <summary>One way to come to the totals, and what it cost.</summary>
/// <param name="Name">What did it.</param>
/// <param name="From">What it started from.</param>
/// <param name="Seconds">Time on the wall.</param>
/// <param name="CpuSeconds">Processor time.</param>
/// <param name="Messages">How many messages it went over.</param>
/// <param name="Bytes">The bytes that it read or left on disk.</param>
/// <param name="Note">What must be known of the figure.</param>
internal sealed record BenchEntry(string Name, string From, double Seconds, double CpuSeconds, long Messages, long Bytes, string Note)
{
    public const string Ours = "this platform to the folded day";
    public const string Hub = "hub";
    public const string Ledger = "ledger";
    public const string Json = "JSON lines";
    public const string Parquet = "Parquet";
    public const string Memory = "memory";
    public const string Parsed = "parsed messages";
}

/// <summary>A comparison: what was aggregated on what machine, and the ways it was done. All came to equal totals.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Meters">How many meters reported.</param>
/// <param name="Messages">How many messages there were.</param>
/// <param name="Readings">Values in them.</param>
/// <param name="BodyBytes">Bytes of JSON.</param>
/// <param name="Engine">The version of DuckDB.</param>
/// <param name="Contenders">The ways.</param>
internal sealed record PeersReport(
    Machine Machine,
    int Meters,
    long Messages,
    long Readings,
    long BodyBytes,
    string Engine,
    IReadOnlyList<BenchEntry> Contenders
)
{
    public BenchEntry FromHub => Contenders.Single(c => c is { Name: BenchEntry.Ours, From: BenchEntry.Hub });

    public BenchEntry FromLedger => Contenders.Single(c => c is { Name: BenchEntry.Ours, From: BenchEntry.Ledger });

    /// <summary>How often our time from message bytes to the folded day fits into another's; null where the two do not start alike.</summary>
    public double? ToHub(BenchEntry other) =>
        other.From is BenchEntry.Hub or BenchEntry.Json or BenchEntry.Parsed ? other.Seconds / FromHub.Seconds : null;

    /// <summary>The same from data that are stored already.</summary>
    public double? ToLedger(BenchEntry other) =>
        other.From is BenchEntry.Ledger or BenchEntry.Parquet ? other.Seconds / FromLedger.Seconds : null;
}
