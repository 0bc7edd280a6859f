using System.Diagnostics;

namespace Settlement.Runbooks.Making;

/// <summary>Gives commands to bash.</summary>
public static class Shell
{
    /// <summary>What is missing here for making pages; null where all is there.</summary>
    public static string? Missing { get; } = new[] { "bash", "curl", "jq" }.FirstOrDefault(tool => !IsThere(tool));

    /// <summary>Runs a command and gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static async Task<string> RunAsync(string command)
    {
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList = { "-c", $"set -o pipefail; {command}" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"'{command}' ended with {process.ExitCode}: {output}{await errors}");
    }

    private static bool IsThere(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
