using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Settlement.Worker.Tests.Host;

/// <summary>The published isolated worker, started as the Functions host starts it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly ConcurrentQueue<string> _said = new();
    private readonly Process _process;

    private WorkerProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Exited = _process.WaitForExitAsync();
    }

    public Task Exited { get; }

    /// <summary>How it ended, once it has; with all that it wrote.</summary>
    public int ExitCode => _process.ExitCode;

    public string Said => string.Join('\n', _said);

    /// <summary>Starts the worker of an app.</summary>
    /// <param name="app">The app.</param>
    /// <param name="host">Where the host listens.</param>
    /// <param name="workerId">What the worker calls itself to the host.</param>
    /// <param name="settings">The app settings, as the host puts them into the worker's environment.</param>
    public static WorkerProcess Start(PublishedApp app, Uri host, string workerId, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(
            DotNet.Path,
            [
                app.Assembly,
                "--host",
                host.Host,
                "--port",
                host.Port.ToString(CultureInfo.InvariantCulture),
                "--workerId",
                workerId,
                "--requestId",
                workerId,
                "--grpcMaxMessageLength",
                "2147483647",
                "--functions-uri",
                host.ToString(),
                "--functions-worker-id",
                workerId,
                "--functions-request-id",
                workerId,
                "--functions-grpc-max-message-length",
                "2147483647",
            ]
        )
        {
            WorkingDirectory = app.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Folder;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = app.Folder;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new WorkerProcess(start);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
