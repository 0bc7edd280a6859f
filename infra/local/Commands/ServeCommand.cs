using Settlement.Hosting;
using Settlement.Hosting.Reporting;

namespace Settlement.Local.Commands;

/// <summary>Runs the functions until SIGINT or SIGTERM.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(LocalOptions options, Screen screen, CancellationToken cancellationToken)
    {
        try
        {
            await using var host = await LocalHost.StartAsync(options, cancellationToken);
            await UntilStoppedAsync(host, options, screen, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop while it was starting.
        }

        return ExitCode.Done;
    }

    public static async Task UntilStoppedAsync(LocalHost host, LocalOptions options, Screen screen, CancellationToken cancellationToken)
    {
        screen.Note(
            $"Serving [blue]{host.Address}api/dashboard[/] from '{Spectre.Console.Markup.Escape(options.DataFolder)}'{(host.AsksForKeys ? ", keys required" : "")}. Ctrl+C stops."
        );
        try
        {
            await host.WaitForShutdownAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: that is how serving ends.
        }
    }
}
