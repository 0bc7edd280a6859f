using System.Diagnostics;
using Functions.Embedded.Tests.App;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Tests;

public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = TestHost.NewFolder();

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task After_kill_9_orchestrations_go_on_and_events_come_again_from_the_checkpoint()
    {
        using (var child = Start("work"))
        {
            await ReadUntilAsync(child, "gate reached", "batch reached", "all sent");
            child.Kill();
            await child.WaitForExitAsync().WaitAsync(Limit);
        }

        await using var host = await TestHost.StartAsync(_folder);
        var done = await host.Durable.WaitForInstanceCompletionAsync(ChildProgram.InstanceId, true).WaitAsync(Limit);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal(1 + 4 + 9 + 4, done.ReadOutputAs<int>());
        Assert.Equal((0, 1), (host.Recorder.Count("Square"), host.Recorder.Count("Gate")));

        await host.Hub.WaitUntilProcessedAsync("events").WaitAsync(Limit);
        var seen = new List<string>();
        while (seen.Count == 0 || seen[^1] != "after 4")
        {
            seen.AddRange((await host.Recorder.NextAsync<Batch>("Collect")).Events.Select(e => e.EventBody.ToString()));
        }

        Assert.Equal(["stop here", .. Enumerable.Range(0, 5).Select(i => $"after {i}")], seen);
    }

    [Fact]
    public async Task After_kill_9_a_rewound_orchestration_goes_on_where_it_was_rewound_to()
    {
        using (var child = Start("rewind"))
        {
            await ReadUntilAsync(child, "rewound", "up");
            child.Kill();
            await child.WaitForExitAsync().WaitAsync(Limit);
        }

        await using var host = await TestHost.StartAsync(_folder);
        var done = await host.Durable.WaitForInstanceCompletionAsync(ChildProgram.InstanceId, true).WaitAsync(Limit);
        Assert.Equal(1 + 4 + 9 + 4, done.ReadOutputAs<int>());
        Assert.Equal((0, 1, 1), (host.Recorder.Count("Square"), host.Recorder.Count("Flaky"), host.Recorder.Count("Gate")));
    }

    [UnixFact]
    public async Task Sigterm_ends_the_process_cleanly()
    {
        using var child = Start();
        await ReadUntilAsync(child, "up");
        using var kill = Process.Start("kill", ["-TERM", child.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await child.WaitForExitAsync().WaitAsync(Limit);
        Assert.Equal(0, child.ExitCode);
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ProcessTests).Assembly.Location, _folder, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static async Task ReadUntilAsync(Process process, params string[] lines)
    {
        var awaited = lines.ToHashSet(StringComparer.Ordinal);
        using var limit = new CancellationTokenSource(Limit);
        while (awaited.Count > 0)
        {
            var line =
                await process.StandardOutput.ReadLineAsync(limit.Token)
                ?? throw new InvalidOperationException("The child ended too early.");
            awaited.Remove(line);
        }
    }
}
