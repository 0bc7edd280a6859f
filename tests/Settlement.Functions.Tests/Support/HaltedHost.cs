using System.Text;
using Functions.Embedded;
using Functions.Embedded.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Settlement.Hosting;

namespace Settlement.Functions.Tests.Support;

/// <summary>The app on a host whose events are not ingested, so that runs stay where they wait for ingestion.</summary>
internal sealed class HaltedHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly HttpClient _http;

    private HaltedHost(IHost host)
    {
        _host = host;
        _http = new HttpClient
        {
            BaseAddress = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
    }

    public IServiceProvider Services => _host.Services;

    public DurableTaskClient Durable => _host.Services.GetRequiredService<DurableTaskClient>();

    /// <summary>Starts a host with one event in partition 2 of the readings.</summary>
    public static Task<HaltedHost> StartAsync(string folder, int waitSeconds) =>
        StartAsync(folder, waitSeconds, "2", [Body.Reading.ToString()]);

    /// <summary>Starts a host with events in a partition of the readings.</summary>
    public static async Task<HaltedHost> StartAsync(string folder, int waitSeconds, string partition, IEnumerable<string> bodies)
    {
        var builder = EmbeddedHostBuilder.Create([]);
        builder.Configuration[SettlementApp.LedgerPath] = Path.Combine(folder, "ledger.db");
        builder.Configuration["Settlement:IngestWaitSeconds"] = $"{waitSeconds}";
        builder.Configure(host =>
        {
            host.DataFolder = folder;
            host.Port = 0;
            host.Clock = new MarketClock(RunningHost.Morning);
            host.Timers = false;
            host.Triggers = false;
            host.FunctionAssemblies.Add(typeof(SettlementApp).Assembly);
        });
        builder.Logging.ClearProviders();
        builder.AddSettlement();
        var app = builder.Build();
        await app.StartAsync();
        await app
            .Services.GetRequiredService<IEmbeddedHub>()
            .SendAsync("readings", [.. bodies.Select(body => new HubMessage(Encoding.UTF8.GetBytes(body), PartitionId: partition))]);
        return new HaltedHost(app);
    }

    public async Task<Answer> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        return await Answer.OfAsync(response);
    }

    public async Task<Answer> PostAsync(string path)
    {
        using var response = await _http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), null);
        return await Answer.OfAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.StopAsync();
        _host.Dispose();
    }
}
