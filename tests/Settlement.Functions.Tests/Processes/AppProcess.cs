using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Settlement.Functions.Tests.Processes;

/// <summary>What a process left: its exit code and all that it wrote.</summary>
internal sealed record Ended(int ExitCode, string Output, string Errors)
{
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";
}

/// <summary>The built command line as a process of its own, as a user runs it.</summary>
internal sealed class AppProcess : IDisposable
{
    private static readonly string App = typeof(Local.Commands.CommandLine).Assembly.Location;

    // Nothing is asserted about time; a process that hangs must only not hang the tests.
    private static readonly TimeSpan Hangs = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _output = new();
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private readonly CancellationTokenSource _guard = new(Hangs);

    private AppProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        string[] command = Dispositions.ToDefault([Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", App, .. arguments]);
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        _process = Process.Start(start)!;
        _reading = Task.Run(ReadAsync);
        _errors = _process.StandardError.ReadToEndAsync();
        Exited = _process.WaitForExitAsync(_guard.Token);
    }

    /// <summary>Completes when the process has ended, by itself or not.</summary>
    public Task Exited { get; }

    public static AppProcess Start(params IEnumerable<string> arguments) => new(arguments);

    public static AppProcess Start(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        new(arguments, environment);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<Ended> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        return await process.EndAsync();
    }

    /// <summary>Runs a command to its end with variables added to its environment.</summary>
    public static async Task<Ended> RunAsync(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        using var process = new AppProcess(arguments, environment);
        return await process.EndAsync();
    }

    /// <summary>Runs a command that must end well.</summary>
    public static async Task<Ended> SucceedAsync(params IEnumerable<string> arguments)
    {
        var ended = await RunAsync(arguments);
        Assert.True(ended.ExitCode == 0, ended.ToString());
        return ended;
    }

    /// <summary>Waits for a line of output.</summary>
    public async Task<string> LineAsync(string start)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(_guard.Token))
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The process ended without a line '{start}…': {await EndAsync()}");
    }

    /// <summary>Kills the process as <c>kill -9</c> does.</summary>
    public void Kill() => _process.Kill();

    public void Send(Signal signal) => Signals.Send(_process.Id, signal);

    public async Task<Ended> EndAsync()
    {
        await Exited;
        await _reading;
        return new Ended(_process.ExitCode, _output.ToString(), await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        _process.Dispose();
        _guard.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _output.AppendLine(line);
            await _lines.Writer.WriteAsync(line);
        }

        _lines.Writer.Complete();
    }
}
