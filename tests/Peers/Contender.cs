namespace Settlement.Peers;

/// <summary>One way to come to the totals, and what it cost.</summary>
/// <param name="Name">What did it.</param>
/// <param name="From">What it started from.</param>
/// <param name="Seconds">Time on the wall.</param>
/// <param name="CpuSeconds">Processor time.</param>
/// <param name="Messages">How many messages it went over.</param>
/// <param name="Bytes">The bytes that it read or left on disk.</param>
/// <param name="Note">What must be known of the figure.</param>
internal sealed record Contender(string Name, string From, double Seconds, double CpuSeconds, long Messages, long Bytes, string Note)
{
    public const string Hub = "hub";
    public const string Ledger = "ledger";
    public const string Json = "JSON lines";
    public const string Parquet = "Parquet";
    public const string Memory = "memory";
    public const string Parsed = "parsed messages";
}
