using Settlement.Hosting;
using Settlement.Hosting.Replay;
using Settlement.Hosting.Reporting;

namespace Settlement.Local.Commands;

/// <summary>Sends files of events and waits until they are ingested.</summary>
internal static class ReplayCommand
{
    public static async Task<int> RunAsync(LocalOptions options, Screen screen, string[] files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            if (!File.Exists(file))
            {
                throw new FileNotFoundException($"There is no file '{file}'.");
            }
        }

        await using var host = await LocalHost.StartAsync(options, cancellationToken);
        var outcome = await ReplayAsync(host, screen, files, cancellationToken);
        screen.Result($"{outcome.Events} events, {outcome.Accepted} accepted, {outcome.Rejected} rejected");
        return ExitCode.Done;
    }

    public static Task<ReplayOutcome> ReplayAsync(
        LocalHost host,
        Screen screen,
        IReadOnlyList<string> files,
        CancellationToken cancellationToken
    ) => screen.ProgressAsync("Sending events", null, progress => new Replayer(host).ReplayAsync(files, progress, cancellationToken));
}
