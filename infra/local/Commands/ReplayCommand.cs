using Microsoft.Extensions.DependencyInjection;
using Settlement.Hosting;
using Settlement.Hosting.Replay;
using Settlement.Hosting.Reporting;
using Settlement.Ledger.Rejects;
using Settlement.Reference;

namespace Settlement.Local.Commands;

/// <summary>Sends files of events and waits until they are ingested.</summary>
internal static class ReplayCommand
{
    public static async Task<int> RunAsync(
        LocalOptions options,
        Screen screen,
        string[] files,
        ReplayOptions replay,
        CancellationToken cancellationToken
    )
    {
        Look(files, replay);
        await using var host = await LocalHost.StartAsync(options, cancellationToken);
        var outcome = await ReplayAsync(host, screen, files, cancellationToken, replay);
        screen.Result($"{outcome.Events} events, {outcome.Accepted} accepted, {outcome.Rejected} rejected");
        if (outcome is { Events: > 0, Accepted: 0 })
        {
            await Console.Error.WriteLineAsync("Not one object was accepted; replay --check says why.");
            return ExitCode.NothingAccepted;
        }
        return ExitCode.Done;
    }

    /// <summary>Tells what would be rejected, by the reference data of the data folder and its clock.</summary>
    public static async Task<int> CheckAsync(
        LocalOptions options,
        Screen screen,
        string[] files,
        ReplayOptions replay,
        CancellationToken cancellationToken
    )
    {
        Look(files, replay);
        await using var host = await LocalHost.StartAsync(options with { Triggers = false }, cancellationToken);
        var reference = await host.Services.GetRequiredService<ReferenceStore>().LoadCurrentAsync(cancellationToken);
        var outcome = new ReplayChecker(new MessageCheck(reference), host.Clock.GetUtcNow, replay).Check(
            files,
            screen.Result,
            cancellationToken
        );
        screen.Result(
            $"{outcome.Events} events: {outcome.Accepted} objects would be accepted, {outcome.Rejected} rejected; nothing was sent"
        );
        return outcome is { Events: > 0, Accepted: 0 } ? ExitCode.NothingAccepted : ExitCode.Done;
    }

    public static Task<ReplayOutcome> ReplayAsync(
        LocalHost host,
        Screen screen,
        IReadOnlyList<string> files,
        CancellationToken cancellationToken,
        ReplayOptions? replay = null
    ) =>
        screen.ProgressAsync(
            "Sending events",
            null,
            progress => new Replayer(host, replay).ReplayAsync(files, progress, cancellationToken)
        );

    private static void Look(string[] files, ReplayOptions replay)
    {
        foreach (var file in files.Where(file => !File.Exists(file)))
        {
            throw Directory.Exists(file)
                ? new IOException($"'{file}' is a folder; name the files in it.")
                : new FileNotFoundException($"There is no file '{file}'.");
        }
        if (!replay.Force)
        {
            ForeignFile.Refuse(files);
        }
    }
}
