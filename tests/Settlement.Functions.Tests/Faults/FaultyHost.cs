using System.Net;
using System.Text;
using Functions.Embedded;
using Functions.Embedded.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Settlement.Functions.Tests.Support;
using Settlement.Storage;
using Settlement.Storage.Sqlite;

namespace Settlement.Functions.Tests.Faults;

/// <summary>The whole app with a store that can fail and a clock that a test moves, so that retries cost no time.</summary>
internal sealed class FaultyHost : IAsyncDisposable
{
    /// <summary>After this a wait is a hang; nothing is measured by it.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    private readonly IHost _host;
    private readonly HttpClient _http;
    private readonly SqliteTableStore _inner;

    private FaultyHost(IHost host, FaultyStore store, SqliteTableStore inner, FakeTimeProvider clock)
    {
        (_host, Store, _inner, Clock) = (host, store, inner, clock);
        _http = new HttpClient
        {
            BaseAddress = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
    }

    public FaultyStore Store { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Http => _http;

    public IServiceProvider Services => _host.Services;

    public DurableTaskClient Durable => _host.Services.GetRequiredService<DurableTaskClient>();

    private IEmbeddedHub Hub => _host.Services.GetRequiredService<IEmbeddedHub>();

    public static async Task<FaultyHost> StartAsync(string folder)
    {
        var clock = new FakeTimeProvider(RunningHost.Morning.ToDateTimeOffset());
        var inner = new SqliteTableStore(Path.Combine(folder, "ledger.db"));
        var store = new FaultyStore(inner);
        var builder = EmbeddedHostBuilder.Create([]);
        builder.Configure(host =>
        {
            host.DataFolder = folder;
            host.Port = 0;
            host.Clock = clock;
            host.Timers = false;
            host.FunctionAssemblies.Add(typeof(SettlementApp).Assembly);
        });
        builder.Logging.ClearProviders();
        builder.AddSettlement();
        builder.Services.AddSingleton<ITableStore>(store);
        var app = builder.Build();
        await app.StartAsync();
        var host = new FaultyHost(app, store, inner, clock);
        foreach (var (set, csv) in WorkedExample.Reference())
        {
            using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
            using var response = await host._http.PutAsync(new Uri($"api/reference/{set}", UriKind.Relative), content);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        return host;
    }

    /// <summary>Sends bodies as events of partition 1 of the readings.</summary>
    public Task SendAsync(params IEnumerable<string> bodies) =>
        Hub.SendAsync("readings", [.. bodies.Select(body => new HubMessage(Encoding.UTF8.GetBytes(body), PartitionId: "1"))]);

    /// <summary>Sends all that a day of the worked example needs, and waits until it is ingested.</summary>
    public async Task SendDayAsync(string day)
    {
        using var hang = new CancellationTokenSource(Hang);
        foreach (var (hub, bodies) in new[] { ("market", WorkedExample.Market(day)), ("readings", WorkedExample.Readings(day)) })
        {
            await Hub.SendAsync(
                hub,
                [.. bodies.Select(body => new HubMessage(Encoding.UTF8.GetBytes(body), PartitionId: "1"))],
                hang.Token
            );
            Assert.All(await Hub.WaitUntilProcessedAsync(hub, hang.Token), partition => Assert.True(partition.IsDone, partition.LastError));
        }
    }

    /// <summary>Moves the clock until an orchestration has ended.</summary>
    public async Task<OrchestrationMetadata> EndOfAsync(string instance)
    {
        using var hang = new CancellationTokenSource(Hang);
        var ended = Durable.WaitForInstanceCompletionAsync(instance, getInputsAndOutputs: true, hang.Token);
        while (!ended.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await ended;
    }

    /// <summary>Moves the clock until the readings' trigger is where a test wants it in partition 1.</summary>
    public async Task<HubPartitionProgress> UntilAsync(Func<HubPartitionProgress, bool> there)
    {
        using var hang = new CancellationTokenSource(Hang);
        while (true)
        {
            var progress = Hub.Progress("readings").Single(partition => partition.PartitionId == "1");
            if (there(progress))
            {
                return progress;
            }
            hang.Token.ThrowIfCancellationRequested();
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    public async Task<Answer> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        return await Answer.OfAsync(response);
    }

    public async Task<Answer> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), content);
        return await Answer.OfAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        Store.Fault = null;
        _http.Dispose();
        await _host.StopAsync();
        _host.Dispose();
        _inner.Dispose();
    }
}
