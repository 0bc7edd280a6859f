using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.CommandLine;

public sealed class StopTests
{
    private const int Lines = 300_000;

    [InterruptFact]
    public void A_process_of_a_parent_that_ignores_SIGINT_can_be_interrupted_all_the_same() =>
        Assert.Equal(
            "",
            Dispositions.Output([
                "sh",
                "-c",
                "trap '' INT; exec \"$@\"",
                "sh",
                .. Dispositions.ToDefault("sh", "-c", "kill -INT $$; echo ignored"),
            ])
        );

    [InterruptTheory]
    [InlineData((int)Signal.Terminate)]
    [InlineData((int)Signal.Interrupt)]
    public async Task A_command_that_is_asked_to_stop_stops_and_leaves_a_folder_that_goes_on(int signal)
    {
        using var folder = new TemporaryFolder();
        // Rejected, every line: what is stopped does not matter, as long as there is much of it.
        await File.WriteAllLinesAsync(folder["many.jsonl"], Enumerable.Repeat("{}", Lines));
        await File.WriteAllLinesAsync(folder["one.jsonl"], ["{}"]);
        Directory.CreateDirectory(folder["data"]);
        using var watch = new FolderWatch(folder["data"]);
        using var replay = AppProcess.Start("replay", folder["many.jsonl"], "--data", folder["data"]);
        Assert.True(await watch.UntilAsync(1_000_000, replay.Exited));

        replay.Send((Signal)signal);

        var ended = await replay.EndAsync();
        Assert.Equal((1, "Stopped.\n", ""), (ended.ExitCode, ended.Errors, ended.Output));
        var next = await AppProcess.RunAsync("replay", folder["one.jsonl"], "--data", folder["data"]);
        Assert.Equal(4, next.ExitCode);
        Assert.Contains("1 events, 0 accepted, 1 rejected", next.Output, StringComparison.Ordinal);
    }
}
