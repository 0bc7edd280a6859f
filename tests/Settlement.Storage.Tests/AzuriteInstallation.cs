using System.Diagnostics;

namespace Settlement.Storage.Tests;

/// <summary>Finds Azurite in the user's cache, or installs it there from npm.</summary>
internal static class AzuriteInstallation
{
    private const string Version = "3.35.0";

    /// <summary>The script of the table service, or null and the reason why there is none.</summary>
    public static string? TryFind(string? node, out string reason)
    {
        reason = string.Empty;
        if (node is null || FindOnPath("npm") is not { } npm)
        {
            reason = "Azurite needs Node and npm on the path.";
            return null;
        }

        var cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        var folder = Path.Combine(cache.Length > 0 ? cache : Path.GetTempPath(), "settlement-tests", $"azurite-{Version}");
        var script = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "table", "main.js");
        // npm may be stopped half-way; only what it said it finished is used.
        var finished = Path.Combine(folder, "installed");
        using var onlyOne = new Mutex(
            false,
            $"settlement-tests-azurite-{Version}",
            new NamedWaitHandleOptions { CurrentUserOnly = true, CurrentSessionOnly = false }
        );
        Acquire(onlyOne);
        try
        {
            if (File.Exists(finished) && File.Exists(script))
            {
                return script;
            }
            Directory.CreateDirectory(folder);
            reason = Install(npm, folder);
            if (reason.Length > 0)
            {
                return null;
            }
            File.WriteAllText(finished, Version);
            return script;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            reason = $"Azurite could not be installed to {folder}: {failure.Message}";
            return null;
        }
        finally
        {
            onlyOne.ReleaseMutex();
        }
    }

    public static string? FindOnPath(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [program + ".exe", program + ".cmd"] : [program];
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }

    private static string Install(string npm, string folder)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                npm,
                ["install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1", $"azurite@{Version}"]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
            return "npm did not install Azurite within five minutes.";
        }

        return process.ExitCode == 0 ? string.Empty : $"npm could not install Azurite: {errors.GetAwaiter().GetResult().Split('\n')[0]}";
    }

    private static void Acquire(Mutex mutex)
    {
        try
        {
            mutex.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Another test process died while installing; the mark of completion tells what it left.
        }
    }
}
