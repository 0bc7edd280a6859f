using System.Diagnostics;

namespace Settlement.Functions.Tests.Browser;

/// <summary>Chromium without a window: opens a page, lets its scripts run, and gives what the page has become.</summary>
internal static class Chromium
{
    private static readonly TimeSpan Hangs = TimeSpan.FromMinutes(2);

    /// <summary>The program; null where it is not installed.</summary>
    public static string? Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>Opens an address. Names that end in <c>.example</c> lead to this machine, as a rebound name does.</summary>
    public static async Task<(string Page, string Console)> OpenAsync(Uri address, string profile)
    {
        string[] arguments =
        [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--enable-logging=stderr",
            $"--user-data-dir={profile}",
            "--host-resolver-rules=MAP *.example 127.0.0.1",
            "--virtual-time-budget=30000",
            "--dump-dom",
            address.AbsoluteUri,
        ];
        using var process = Process.Start(
            new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        using var hang = new CancellationTokenSource(Hangs);
        var (page, console) = (process.StandardOutput.ReadToEndAsync(hang.Token), process.StandardError.ReadToEndAsync(hang.Token));
        try
        {
            await process.WaitForExitAsync(hang.Token);
            return (await page, await console);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
