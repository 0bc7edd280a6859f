using Settlement.Hosting.Reporting;
using Settlement.Simulation;

namespace Settlement.Local.Commands;

/// <summary>Writes a made-up market into a folder.</summary>
internal static class SimulateCommand
{
    public static async Task<int> RunAsync(SimulationOptions options, Screen screen, CancellationToken cancellationToken)
    {
        var result = await WriteAsync(options, screen, cancellationToken);
        screen.Table(
            $"Market in '{options.Out}'",
            ["file", "events", "objects", "to be accepted", "to be rejected"],
            result.Files.Select(file =>
                new[]
                {
                    file.Name,
                    Figures.Count(file.Events),
                    Figures.Count(file.Objects),
                    Figures.Count(file.Accepted),
                    Figures.Count(file.Rejected),
                }
            )
        );
        screen.Note($"Send the initial files with --clock {result.Clock}, the late ones with --clock {result.LateClock}.");
        return ExitCode.Done;
    }

    public static Task<SimulationResult> WriteAsync(SimulationOptions options, Screen screen, CancellationToken cancellationToken) =>
        screen.ProgressAsync(
            "Simulating the market",
            (long)options.Meters * options.Days,
            progress => Task.Run(() => MarketSimulator.Write(options, new Relay(progress), cancellationToken), cancellationToken)
        );

    private sealed class Relay(IProgress<long> progress) : IProgress<(long Done, long Total, string What)>
    {
        public void Report((long Done, long Total, string What) value)
        {
            if (value.What == "readings")
            {
                progress.Report(value.Done);
            }
        }
    }
}
