using System.Globalization;
using Functions.Embedded;
using Settlement.Bench.National;
using Settlement.Hosting;
using Settlement.Hosting.Reporting;
using Settlement.Simulation.National;

namespace Settlement.Local.Commands;

/// <summary>Measures one national day: from message bytes in the Event Hub to closed runs.</summary>
internal static class BenchCommand
{
    /// <summary>What a meter's day takes on disk at most, hub and ledger together.</summary>
    private const long BytesAMeter = 1_200;

    public static async Task<int> RunAsync(
        LocalOptions options,
        Screen screen,
        NationalOptions national,
        string? json,
        bool keep,
        CancellationToken cancellationToken
    )
    {
        var folder = Path.GetFullPath(
            Path.Combine(options.DataFolder, string.Create(CultureInfo.InvariantCulture, $"bench-{Environment.ProcessId}"))
        );
        PrivateFolder.Create(options.DataFolder);
        PrivateFolder.Create(folder);
        try
        {
            CheckRoom(folder, national.Meters);
            var report = await new NationalBench(options with { DataFolder = folder }, national, screen).RunAsync(cancellationToken);
            BenchPrinter.Print(screen, report);
            if (json is not null)
            {
                BenchPrinter.Write(json, report);
            }
            return report.Exact ? ExitCode.Done : ExitCode.Inexact;
        }
        finally
        {
            if (keep)
            {
                screen.Result($"Kept in '{folder}'.");
            }
            else
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static void CheckRoom(string folder, int meters)
    {
        var (free, wanted) = (new DriveInfo(folder).AvailableFreeSpace, BytesAMeter * meters);
        if (free < wanted)
        {
            throw new IOException(
                $"'{folder}' has {free >> 20} MiB free, and {meters} meters may take {wanted >> 20} MiB. Name another folder with --data, or fewer meters."
            );
        }
    }
}
