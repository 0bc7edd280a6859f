using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.Crashes;

/// <summary>Kills commands at moments counted in bytes by which the data folder has grown.</summary>
internal static class Killer
{
    private const int Killed = 128 + 9;

    /// <summary>Starts a command and kills it when its data folder has grown by so much.</summary>
    /// <returns>Whether it was killed; otherwise it has ended before.</returns>
    public static async Task<bool> KillAsync(string dataFolder, long growth, params IEnumerable<string> command)
    {
        Directory.CreateDirectory(dataFolder);
        using var watch = new FolderWatch(dataFolder);
        using var process = AppProcess.Start([.. command, "--data", dataFolder]);
        await watch.UntilAsync(growth, process.Exited);
        process.Kill();
        var ended = await process.EndAsync();
        Assert.True(ended.ExitCode is 0 or Killed, ended.ToString());
        return ended.ExitCode == Killed;
    }
}
