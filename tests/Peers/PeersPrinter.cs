using System.Globalization;
using System.Text.Json;
using Settlement.Bench.Measuring;
using Settlement.Hosting.Reporting;

namespace Settlement.Peers;

/// <summary>Prints the comparison, and writes it as JSON.</summary>
internal static class PeersPrinter
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(Screen screen, PeersReport report)
    {
        screen.Table(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Messages:N0} messages, {report.Readings:N0} readings, {report.BodyBytes:N0} bytes of JSON; DuckDB {report.Engine}"
            ),
            ["what, from what", "seconds", "CPU s", "readings/s", "MB", "× hub to day", "× ledger to day"],
            report.Contenders.Select(
                (c, i) =>
                    new[]
                    {
                        $"{i + 1} {c.Name}, from {c.From}",
                        Number(c.Seconds, "N2"),
                        Number(c.CpuSeconds, "N2"),
                        Number(report.Readings / c.Seconds, "N0"),
                        Number(c.Bytes / 1e6, "N0"),
                        Number(report.ToHub(c), "N2"),
                        Number(report.ToLedger(c), "N2"),
                    }
            )
        );
        foreach (var (i, contender) in report.Contenders.Index())
        {
            screen.Result($"{i + 1}: {contender.Note}.");
        }

        screen.Result(
            "All totals are equal, to the milliwatt-hour. Ratios: that tool's seconds over ours from a like start, so above 1 ours is faster. MB is what was read or, of what stores, left on disk."
        );
        screen.Result(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Machine: {report.Machine.Processor}, {report.Machine.Cores} cores, {report.Machine.MemoryBytes >> 30} GiB; {report.Machine.System}; {report.Machine.Runtime}."
            )
        );
    }

    public static void Write(string path, PeersReport report)
    {
        using var stream = File.Create(path);
        JsonSerializer.Serialize(stream, report, Json);
    }

    private static string Number(double? value, string format) =>
        value is { } number ? number.ToString(format, CultureInfo.InvariantCulture) : "";
}
