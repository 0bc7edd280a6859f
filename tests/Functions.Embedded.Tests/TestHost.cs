using System.Collections.Concurrent;
using Functions.Embedded.Hosting;
using Functions.Embedded.Tests.App;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Tests;

/// <summary>A running embedded host with the test app in it, on a data folder that may outlive it.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly bool _ownsFolder;

    private TestHost(IHost host, string folder, bool ownsFolder, Recorder recorder, ConcurrentQueue<string> log)
    {
        _host = host;
        _ownsFolder = ownsFolder;
        Folder = folder;
        Recorder = recorder;
        Log = log;
    }

    public string Folder { get; }

    public Recorder Recorder { get; }

    public ConcurrentQueue<string> Log { get; }

    public IServiceProvider Services => _host.Services;

    public IEmbeddedHub Hub => _host.Services.GetRequiredService<IEmbeddedHub>();

    public DurableTaskClient Durable => _host.Services.GetRequiredService<DurableTaskClient>();

    public Uri Address => new(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public HttpClient Http => field ??= new HttpClient { BaseAddress = Address };

    public static string NewFolder() => Directory.CreateTempSubdirectory("embedded-").FullName;

    public static EmbeddedHostBuilder Builder(string folder, Recorder recorder, Action<EmbeddedOptions>? configure = null)
    {
        var builder = EmbeddedHostBuilder.Create([]);
        builder.Configuration["TwoReaders"] = "events";
        builder.Configuration["ConfiguredSchedule"] = "0 30 * * * *";
        builder.Services.AddSingleton(recorder);
        builder.Logging.ClearProviders();
        builder.Configure(o =>
        {
            o.DataFolder = folder;
            o.Port = 0;
            o.Timers = false;
            o.FunctionAssemblies.Add(typeof(TestHost).Assembly);
            configure?.Invoke(o);
        });
        return builder;
    }

    public static async Task<TestHost> StartAsync(
        string? folder = null,
        Action<EmbeddedOptions>? configure = null,
        Recorder? recorder = null,
        string? hostJson = null,
        Action<EmbeddedHostBuilder>? build = null
    )
    {
        var path = folder ?? NewFolder();
        recorder ??= new Recorder();
        var log = new ConcurrentQueue<string>();
        var builder = Builder(
            path,
            recorder,
            o =>
            {
                if (hostJson is not null)
                {
                    o.HostJsonPath = Path.Combine(path, "host.json");
                    File.WriteAllText(o.HostJsonPath, hostJson);
                }

                configure?.Invoke(o);
            }
        );
        builder.Logging.AddProvider(new QueueLoggerProvider(log));
        build?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync();
        return new TestHost(host, path, folder is null, recorder, log);
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, true);
        }
    }

    private sealed class QueueLoggerProvider(ConcurrentQueue<string> log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new QueueLogger(log);

        public void Dispose() { }
    }

    private sealed class QueueLogger(ConcurrentQueue<string> log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
            {
                log.Enqueue($"{logLevel}: {formatter(state, exception)} {exception?.GetType().Name}");
            }
        }
    }
}
