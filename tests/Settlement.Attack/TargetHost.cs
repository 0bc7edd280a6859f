using System.Diagnostics;
using System.Globalization;

namespace Settlement.Attack;

/// <summary>The host under attack: the built command line as a process, as a user runs it.</summary>
internal sealed class TargetHost : IAsyncDisposable
{
    public const string Day = "2026-10-24";

    private const string Clock = "2026-10-26T06:00:00Z";
    private const string Announcement = "Serving ";

    private static readonly string App = Path.Combine(AppContext.BaseDirectory, "Settlement.Local.dll");

    private readonly Process _process;
    private readonly Task<int> _log;

    private TargetHost(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        _log = CountLinesAsync(process);
    }

    public Uri Address { get; }

    public bool HasEnded => _process.HasExited;

    /// <summary>How many lines the host has written to its log; known when it has ended.</summary>
    public int LogLines { get; private set; }

    /// <summary>Makes a market, settles it, and serves it.</summary>
    public static async Task<TargetHost> StartAsync(string folder, int meters, CancellationToken cancellationToken)
    {
        var (market, data) = (Path.Combine(folder, "market"), Path.Combine(folder, "data"));
        await SucceedAsync(["simulate", "--from", Day, "--days", "1", "--meters", $"{meters}", "--out", market], cancellationToken);
        string[] common = ["--data", data, "--clock", Clock];
        await SucceedAsync(["reference", Path.Combine(market, "reference"), .. common], cancellationToken);
        await SucceedAsync(["replay", .. Directory.GetFiles(market, "*-initial.jsonl"), .. common], cancellationToken);
        await SucceedAsync(["settle", Day, "SF", .. common], cancellationToken);

        var process = Start(["serve", "--port", "0", .. common], []);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                return new TargetHost(process, new Uri(new Uri(line[Announcement.Length..].Split(' ')[0]), "/"));
            }
        }

        throw new InvalidOperationException($"The host did not start: {await process.StandardError.ReadToEndAsync(cancellationToken)}");
    }

    /// <summary>Whether serving with such an environment ends with an error instead.</summary>
    public static async Task<bool> IsRefusedAsync(Dictionary<string, string> environment, string data, CancellationToken cancellationToken)
    {
        using var process = Start(["serve", "--data", data], environment);
        var ended = process.WaitForExitAsync(cancellationToken);
        // A host that serves says so; one that is refused says nothing and ends.
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        if (line is not null)
        {
            process.Kill();
        }
        await ended;
        return line is null && process.ExitCode == 1;
    }

    /// <summary>What the process occupies now.</summary>
    public long Megabytes() => Status("VmRSS:");

    /// <summary>The most that it has occupied.</summary>
    public long MostMegabytes() => Status("VmHWM:");

    /// <summary>Ends the host.</summary>
    public async Task<int> EndAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        return await _log;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process.Dispose();
    }

    private long Status(string field) =>
        File.ReadLines($"/proc/{_process.Id}/status")
            .Where(line => line.StartsWith(field, StringComparison.Ordinal))
            .Select(line =>
                long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024
            )
            .First();

    private static async Task SucceedAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(arguments, []);
        var (output, errors) = (
            process.StandardOutput.ReadToEndAsync(cancellationToken),
            process.StandardError.ReadToEndAsync(cancellationToken)
        );
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{string.Join(' ', arguments)} ended with {process.ExitCode}: {await output} {await errors}"
            );
        }
    }

    private static Process Start(IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [App, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    private async Task<int> CountLinesAsync(Process process)
    {
        async Task CountAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync() is not null)
            {
                LogLines++;
            }
        }

        await Task.WhenAll(CountAsync(process.StandardOutput), CountAsync(process.StandardError));
        return LogLines;
    }
}
