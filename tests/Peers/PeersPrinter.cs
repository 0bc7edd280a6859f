using System.Globalization;
using Settlement.Local.Measuring;
using Settlement.Local.National;
using Settlement.Local.Reporting;

namespace Settlement.Peers;

/// <summary>Prints the comparison.</summary>
internal static class PeersPrinter
{
    public const string Ours = "this platform to the folded day";

    private const int Readings = 48;

    public static void Print(Screen screen, Machine machine, NationalDay day, IReadOnlyList<Contender> contenders)
    {
        var fromHub = contenders.Single(c => c is { Name: Ours, From: Contender.Hub });
        var fromLedger = contenders.Single(c => c is { Name: Ours, From: Contender.Ledger });
        screen.Table(
            string.Create(CultureInfo.InvariantCulture, $"{day.Messages:N0} messages, {day.Messages * Readings:N0} readings, {day.Bytes:N0} bytes of JSON"),
            ["what, from what", "seconds", "CPU s", "readings/s", "MB", "× hub to day", "× ledger to day"],
            contenders.Select((c, i) => new[]
            {
                $"{i + 1} {c.Name}, from {c.From}", Number(c.Seconds, "N2"), Number(c.CpuSeconds, "N2"), Number(c.Messages * Readings / c.Seconds, "N0"), Number(c.Bytes / 1e6, "N0"),
                c.From is Contender.Parquet or Contender.Ledger or Contender.Memory ? "" : Number(c.Seconds / fromHub.Seconds, "N2"),
                c.From is Contender.Parquet or Contender.Ledger ? Number(c.Seconds / fromLedger.Seconds, "N2") : "",
            }));
        foreach (var (i, contender) in contenders.Index())
            screen.Result($"{i + 1}: {contender.Note}.");
        screen.Result("All totals are equal, to the milliwatt-hour. Best of three for DuckDB and our fold; ingest once. Ratios: that tool's seconds over ours from a like start, so above 1 ours is faster.");
        screen.Result("MB is what was read or, of what stores, left on disk. Ours keeps each event for good before it goes on (flushed to disk, exactly once after any crash), judges every object by the contract and keeps rejects with their reasons, keeps every version, and folds partial messages of either clock.");
        screen.Result("DuckDB's queries do none of that: they take well-formed whole-day messages on trust, in one process, and keep nothing of what they parsed.");
        screen.Result(string.Create(CultureInfo.InvariantCulture, $"Machine: {machine.Processor}, {machine.Cores} cores, {machine.MemoryBytes >> 30} GiB; {machine.System}; {machine.Runtime}."));
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
