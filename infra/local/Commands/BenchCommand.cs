using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Ingestion;
using Settlement.Ledger.Reference;
using Settlement.Local.Hosting;
using Settlement.Local.Replay;
using Settlement.Local.Reporting;
using Settlement.Local.Simulation;

namespace Settlement.Local.Commands;

/// <summary>Measures one day of a made-up market: from message bytes in the Event Hub to a closed run.</summary>
internal static class BenchCommand
{
    private const int PeriodsADay = 48;

    public static async Task<int> RunAsync(LocalOptions options, Screen screen, int meters, CancellationToken cancellation)
    {
        var folder = Path.Combine(options.DataFolder, string.Create(CultureInfo.InvariantCulture, $"bench-{Environment.ProcessId}"));
        try
        {
            return await MeasureAsync(options with { DataFolder = folder }, screen, meters, cancellation);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> MeasureAsync(LocalOptions options, Screen screen, int meters, CancellationToken cancellation)
    {
        var market = new SimulationOptions { Out = Path.Combine(options.DataFolder, "market"), Meters = meters, Days = 1, From = SettlementDay.Parse("2026-11-10"), MessagesPerEvent = int.MaxValue };
        var simulated = await SimulateCommand.WriteAsync(market, screen, cancellation);
        await using var host = await LocalHost.StartAsync(options with { Clock = simulated.LateClock }, cancellation);
        await host.Services.GetRequiredService<ReferenceStore>().ReplaceAsync(ReferenceFolder.Read(Path.Combine(market.Out, "reference")).Sets, null, cancellation);
        string[] files = [.. Directory.GetFiles(market.Out, "*.jsonl").Order(StringComparer.Ordinal)];
        var bytes = files.Sum(file => new FileInfo(file).Length);
        var objects = simulated.Files.Where(file => file.Name.StartsWith(Hubs.Readings, StringComparison.Ordinal)).Sum(file => file.Objects);

        var watch = Stopwatch.StartNew();
        await screen.ProgressAsync("Sending and ingesting", null, progress => new Replayer(host).ReplayAsync(files, progress, cancellation));
        var ingest = watch.Elapsed;
        watch.Restart();
        using var report = await screen.WaitAsync("Settling SF", () => new SettlementApi(host.Client).SettleAsync(market.From, "SF", cancellation));
        var settle = watch.Elapsed;
        var stored = new DirectoryInfo(options.DataFolder).EnumerateFiles("ledger.db*").Sum(file => file.Length);

        screen.Table(
            $"One day of {Figures.Count(meters)} meters on {Environment.ProcessorCount} cores: {Figures.Count(objects)} messages, {Figures.Count(bytes)} bytes of JSON",
            ["stage", "seconds", "messages/s", "readings/s", "MB/s"],
            [
                Row("send and ingest", ingest, objects, bytes),
                Row("settle SF", settle, objects, 0),
            ]);
        screen.Result(string.Create(CultureInfo.InvariantCulture, $"Run SF: {report.RootElement.GetProperty("state").GetString()}. Stored {stored:N0} bytes, {(decimal)stored / (objects * PeriodsADay):N2} a reading. Peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MiB."));
        return report.RootElement.GetProperty("state").GetString() == "closed" ? ExitCode.Done : ExitCode.Inexact;
    }

    private static string[] Row(string stage, TimeSpan time, long messages, long bytes) =>
    [
        stage,
        time.TotalSeconds.ToString("N2", CultureInfo.InvariantCulture),
        Figures.Count((long)(messages / time.TotalSeconds)),
        Figures.Count((long)(messages * PeriodsADay / time.TotalSeconds)),
        bytes == 0 ? "–" : (bytes / time.TotalSeconds / 1e6).ToString("N1", CultureInfo.InvariantCulture),
    ];
}
