using System.Text;
using Functions.Embedded.Tests.App;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Functions.Embedded.Tests;

/// <summary>A host in a process of its own, for tests that end it the hard way. It tells on its output how far it has come.</summary>
internal static class ChildProgram
{
    public const string InstanceId = "killed";

    public static async Task<int> Main(string[] args)
    {
        var recorder = new Recorder();
        var builder = TestHost.Builder(args[0], recorder);
        recorder.On["Gate"] = _ => Tell("gate reached");
        recorder.On["Collect"] = async value =>
        {
            if (((Batch)value!).Events.Any(e => e.EventBody.ToString() == "stop here"))
            {
                await Tell("batch reached");
            }
        };
        using var host = builder.Build();
        await host.StartAsync();
        if (args.Contains("work"))
        {
            var client = host.Services.GetRequiredService<DurableTaskClient>();
            await client.ScheduleNewOrchestrationInstanceAsync("Steps", new StartOrchestrationOptions(InstanceId));
            await client.RaiseEventAsync(InstanceId, "go", "now");
            var hub = host.Services.GetRequiredService<IEmbeddedHub>();
            for (var i = 0; i < 20; i++)
            {
                await hub.SendAsync("events", [Encoding.UTF8.GetBytes($"{i}")], "k");
            }
            await hub.WaitUntilProcessedAsync("events");
            await hub.SendAsync("events", [Encoding.UTF8.GetBytes("stop here")], "k");
            for (var i = 0; i < 5; i++)
            {
                await hub.SendAsync("events", [Encoding.UTF8.GetBytes($"after {i}")], "k");
            }
            Console.WriteLine("all sent");
        }

        if (args.Contains("rewind"))
        {
            var client = host.Services.GetRequiredService<DurableTaskClient>();
            recorder.On["Flaky"] = _ => throw new IOException("down");
            await client.ScheduleNewOrchestrationInstanceAsync("Rewindable", new StartOrchestrationOptions(InstanceId));
            await client.WaitForInstanceCompletionAsync(InstanceId);
            recorder.On["Flaky"] = _ => Tell("rewound");
            await client.RewindInstanceAsync(InstanceId, "mended");
        }

        Console.WriteLine("up");
        await host.WaitForShutdownAsync();
        return 0;
    }

    private static Task Tell(string what)
    {
        Console.WriteLine(what);
        return new TaskCompletionSource().Task;
    }
}
