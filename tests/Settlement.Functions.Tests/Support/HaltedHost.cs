using Functions.Embedded.Hosting;
using Microsoft.DurableTask.Client;
using Settlement.Hosting;

namespace Settlement.Functions.Tests.Support;

/// <summary>The app on a host whose events are not ingested, so that runs stay where they wait for ingestion.</summary>
internal sealed class HaltedHost : IAsyncDisposable
{
    private readonly AppHost _host;

    private HaltedHost(AppHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public DurableTaskClient Durable => _host.Durable;

    /// <summary>Starts a host with one event in partition 2 of the readings.</summary>
    public static Task<HaltedHost> StartAsync(string folder, int waitSeconds) =>
        StartAsync(folder, waitSeconds, "2", [Body.Reading.ToString()]);

    /// <summary>Starts a host with events in a partition of the readings.</summary>
    public static async Task<HaltedHost> StartAsync(string folder, int waitSeconds, string partition, IEnumerable<string> bodies)
    {
        var host = await AppHost.StartAsync(folder, new MarketClock(RunningHost.Morning), Configure);
        await host.SendAsync("readings", bodies, partition);
        return new HaltedHost(host);

        void Configure(EmbeddedHostBuilder builder)
        {
            builder.Configuration["Settlement:IngestWaitSeconds"] = $"{waitSeconds}";
            builder.Configure(options => options.Triggers = false);
        }
    }

    public async Task<Answer> GetAsync(string path)
    {
        using var response = await _host.Http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        return await Answer.OfAsync(response);
    }

    public async Task<Answer> PostAsync(string path)
    {
        using var response = await _host.Http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), null);
        return await Answer.OfAsync(response);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
