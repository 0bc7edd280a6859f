using System.Text;
using Functions.Embedded;
using Functions.Embedded.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Settlement.Functions;

namespace Settlement.Testing.App;

/// <summary>The whole app on the embedded host in this process, with its timers off and its log discarded.</summary>
internal sealed class AppHost : IAsyncDisposable
{
    /// <summary>After this a wait is a hang; nothing is measured by it.</summary>
    public static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    private readonly IHost _host;

    private AppHost(IHost host)
    {
        _host = host;
        Http = new HttpClient
        {
            BaseAddress = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _host.Services;

    public DurableTaskClient Durable => _host.Services.GetRequiredService<DurableTaskClient>();

    public IEmbeddedHub Hub => _host.Services.GetRequiredService<IEmbeddedHub>();

    /// <summary>Starts the app on a data folder.</summary>
    /// <param name="folder">The data folder, which may be one that an earlier host left.</param>
    /// <param name="clock">The clock of the host and the app.</param>
    /// <param name="configure">Changes what the host and the app are built of.</param>
    public static async Task<AppHost> StartAsync(string folder, TimeProvider clock, Action<EmbeddedHostBuilder>? configure = null)
    {
        var builder = EmbeddedHostBuilder.Create([]);
        builder.Configuration[SettlementApp.LedgerPath] = Path.Combine(folder, "ledger.db");
        builder.Configuration[SettlementApp.LocalOperator] = "true";
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
        configure?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync();
        return new AppHost(host);
    }

    /// <summary>Loads the reference data of the worked example.</summary>
    public async Task LoadWorkedExampleAsync()
    {
        foreach (var (set, csv) in WorkedExample.Reference())
        {
            using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
            using var response = await Http.PutAsync(new Uri($"api/reference/{set}", UriKind.Relative), content);
            response.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Sends bodies as events of one partition, in their order.</summary>
    public Task SendAsync(string hub, IEnumerable<string> bodies, string partition = "1") =>
        Hub.SendAsync(hub, [.. bodies.Select(body => new HubMessage(Encoding.UTF8.GetBytes(body), PartitionId: partition))]);

    /// <summary>Waits until all events of a hub are ingested.</summary>
    /// <exception cref="InvalidOperationException">A partition cannot go on.</exception>
    public async Task IngestedAsync(string hub)
    {
        using var hang = new CancellationTokenSource(Hang);
        var stuck = (await Hub.WaitUntilProcessedAsync(hub, hang.Token)).FirstOrDefault(partition => !partition.IsDone);
        if (stuck is not null)
        {
            throw new InvalidOperationException($"Partition {hub}/{stuck.PartitionId} is not ingested: {stuck.LastError}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.StopAsync();
        _host.Dispose();
    }
}
