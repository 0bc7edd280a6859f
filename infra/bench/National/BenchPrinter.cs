using System.Globalization;
using System.Text.Json;
using Settlement.Hosting.Reporting;

namespace Settlement.Bench.National;

/// <summary>Prints what a bench measured, and writes it as JSON.</summary>
public static class BenchPrinter
{
    private const double Mega = 1e6;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(Screen screen, BenchReport report)
    {
        var readingsPerMessage = (double)report.Readings / report.Messages;
        var cpu = report.Stages.Where(stage => !stage.Part).Sum(stage => stage.CpuSeconds);
        screen.Table(
            string.Create(CultureInfo.InvariantCulture, $"{Figures.Count(report.Meters)} meters' day, hub to closed runs"),
            ["stage", "seconds", "CPU s", "share", "messages/s", "readings/s", "MB/s", "own MiB", "RSS MiB", "stored MB"],
            report.Stages.Select(stage =>
                new[]
                {
                    (stage.Part ? "  · " : "") + stage.Name,
                    Number(stage.Seconds, "N2"),
                    Number(stage.CpuSeconds, "N2"),
                    Number(100 * stage.CpuSeconds / cpu, "N1") + " %",
                    Number(stage.MessagesASecond, "N0"),
                    Number(stage.MessagesASecond * readingsPerMessage, "N0"),
                    Number(stage.BytesASecond / Mega, "N0"),
                    stage.Part ? "" : Figures.Count(stage.Peak.Own >> 20),
                    stage.Part ? "" : Figures.Count(stage.Peak.Resident >> 20),
                    stage.Stored == 0 ? "" : Number(stage.Stored / Mega, "N0"),
                }
            )
        );
        screen.Result(
            "Parts (·) run side by side: their seconds are those of their threads together, their rates are per CPU second; parts of a run are wall time. Share is of all CPU seconds."
        );
        screen.Result("Own memory is resident memory without mapped files; both are peaks, sampled every 20 ms.");
        screen.Result(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Input: {Figures.Count(report.Messages)} messages of {report.Readings / report.Messages} values ({Figures.Count(report.LateMessages)} of them corrections or sent again) in {Figures.Count(report.Events)} events, {Figures.Count(report.BodyBytes)} bytes of JSON, {(double)report.BodyBytes / report.Messages:N0} a message; {report.GspGroups} GSP Groups, {report.Suppliers} suppliers. Filling the hub took {report.FillSeconds:N1} s and is not counted."
            )
        );
        screen.Result(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Machine: {report.Machine.Processor}, {report.Machine.Cores} cores, {report.Machine.MemoryBytes >> 30} GiB; {report.Machine.System}; {report.Machine.Runtime}."
            )
        );
        screen.Result(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Hub to closed SF: {report.DaySeconds:N1} s. Blocks (values, ids and pre-aggregates) {Figures.Count(report.Blocks.Bytes)} bytes in {Figures.Count(report.Blocks.Count)} blocks, {(double)report.Blocks.Bytes / report.Readings:N3} a reading; the whole ledger with two runs' results {Figures.Count(report.LedgerBytes)} bytes. Peak memory {report.Peak.Own >> 20:N0} MiB own, {report.Peak.Resident >> 20:N0} MiB resident. Totals {(report.Exact ? "equal to what was sent, to the last milliwatt-hour" : "ARE NOT what was sent")}."
            )
        );
    }

    public static void Write(string path, BenchReport report)
    {
        using var stream = File.Create(path);
        JsonSerializer.Serialize(stream, report, Json);
    }

    private static string Number(double? value, string format) =>
        value is { } number ? number.ToString(format, CultureInfo.InvariantCulture) : "";
}
