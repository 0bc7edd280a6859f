using Functions.Embedded.Configuration;
using Functions.Embedded.Hosting;
using Functions.Embedded.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Embedded.Tests;

public sealed class ConfigurationTests : IDisposable
{
    private readonly string _folder = TestHost.NewFolder();

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Options_come_from_configuration_and_code_has_the_last_word()
    {
        var builder = EmbeddedHostBuilder.Create([
            "--Embedded:Port=1234",
            "--Embedded:RequireKeys=true",
            "--Embedded:Partitions:readings=32",
            "--Embedded:DataFolder=elsewhere",
        ]);
        builder.Configure(o => o.DataFolder = _folder);
        Assert.Equal(
            (1234, true, 32, _folder),
            (builder.Options.Port, builder.Options.RequireKeys, builder.Options.Partitions["readings"], builder.Options.DataFolder)
        );
    }

    [Fact]
    public void Values_of_local_settings_are_settings_unless_the_environment_has_them()
    {
        var path = Path.Combine(_folder, "local.settings.json");
        File.WriteAllText(
            path,
            """{ "IsEncrypted": false, "Values": { "A__B": "from file", "Overridden": "from file", "Number": 5, "TestHub__fullyQualifiedNamespace": "x" } }"""
        );
        var builder = EmbeddedHostBuilder.Create(["--Overridden=from outside"]);
        builder.Configure(o =>
        {
            o.LocalSettingsPath = path;
            o.FunctionAssemblies.Add(typeof(ConfigurationTests).Assembly);
        });
        Assert.Equal("from file", builder.Configuration["A:B"]);
        Assert.Equal("from outside", builder.Configuration["Overridden"]);
        Assert.Equal("5", builder.Configuration["Number"]);
        Assert.EndsWith(".embedded", builder.Configuration["TestHub:fullyQualifiedNamespace"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_reads_its_settings_from_host_json()
    {
        var path = Path.Combine(_folder, "host.json");
        File.WriteAllText(
            path,
            """
            {
              "version": "2.0",
              "extensions": {
                "eventHubs": { "maxEventBatchSize": 500, "minEventBatchSize": 10, "maxWaitTime": "00:00:05", "batchCheckpointFrequency": 3 },
                "durableTask": { "maxConcurrentActivityFunctions": 6 }
              },
              "logging": { "logLevel": { "Azure.Core": "Warning" } },
            }
            """
        );
        var json = HostJson.Read(path);
        Assert.Equal(
            (500, 10, 5, 3, 6, "api"),
            (
                json.MaxEventBatchSize,
                json.MinEventBatchSize,
                (int)json.MaxWaitTime.TotalSeconds,
                json.BatchCheckpointFrequency,
                json.MaxConcurrentActivities,
                json.RoutePrefix
            )
        );
        Assert.Equal("Warning", json.LogLevels["Azure.Core"]);
    }

    [Fact]
    public void Services_of_the_app_are_there_and_the_hosts_clock_is_the_apps()
    {
        var clock = FakeClock.At("2026-01-01T00:00:00Z");
        var recorder = new Recorder();
        var builder = TestHost.Builder(_folder, recorder, o => o.Clock = clock);
        builder.Services.AddSingleton(TimeProvider.System);
        using var host = builder.Build();
        Assert.Same(recorder, host.Services.GetRequiredService<Recorder>());
        Assert.Same(clock, host.Services.GetRequiredService<TimeProvider>());
    }

    [Fact]
    public async Task At_most_as_many_activities_run_at_once_as_host_json_allows()
    {
        var (running, most) = (0, 0);
        var gate = new Lock();
        await using var host = await TestHost.StartAsync(
            hostJson: """{ "extensions": { "durableTask": { "maxConcurrentActivityFunctions": 3 } } }"""
        );
        host.Recorder.On["Square"] = async _ =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++running);
            }
            for (var i = 0; i < 20; i++)
            {
                await Task.Yield();
            }
            lock (gate)
            {
                running--;
            }
        };
        var id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("FanOut", 30);
        await host.Durable.WaitForInstanceCompletionAsync(id);
        Assert.InRange(most, 1, 3);
    }
}
