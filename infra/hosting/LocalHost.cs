using Functions.Embedded;
using Functions.Embedded.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Settlement.Functions;
using Settlement.Reference;

namespace Settlement.Hosting;

/// <summary>The function app on the embedded host, in this process.</summary>
public sealed class LocalHost : IAsyncDisposable
{
    /// <summary>The file of the embedded ledger in the data folder.</summary>
    public const string LedgerFile = "ledger.db";

    private readonly IHost _host;

    private LocalHost(IHost host, MarketClock clock)
    {
        _host = host;
        Clock = clock;
        Address = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient { BaseAddress = ToReach(Address), Timeout = Timeout.InfiniteTimeSpan };
        if (host.Services.GetRequiredService<IEmbeddedKeys>().Master is { } key)
        {
            Client.DefaultRequestHeaders.Add("x-functions-key", key);
            AsksForKeys = true;
        }
    }

    /// <summary>Whether HTTP functions ask for keys.</summary>
    public bool AsksForKeys { get; }

    /// <summary>The host's clock.</summary>
    public MarketClock Clock { get; }

    /// <summary>Where the HTTP functions listen.</summary>
    public Uri Address { get; }

    /// <summary>A client of the HTTP functions, with the key that opens everything.</summary>
    public HttpClient Client { get; }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Starts the host.</summary>
    /// <param name="options">Where and how it runs.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <param name="configure">Has the last word on the embedded host's options.</param>
    /// <exception cref="DataFolderInUseException">Another process has the data folder.</exception>
    public static async Task<LocalHost> StartAsync(
        LocalOptions options,
        CancellationToken cancellationToken,
        Action<EmbeddedOptions>? configure = null
    )
    {
        var clock = new MarketClock(options.Clock);
        var builder = EmbeddedHostBuilder.Create([]);
        builder.Configuration[SettlementApp.LedgerPath] = Path.Combine(options.DataFolder, LedgerFile);
        builder.Configuration[SettlementApp.LocalOperator] = "true";
        foreach (var (name, value) in options.Settings)
        {
            builder.Configuration[name] = value;
        }
        builder.Configure(host =>
        {
            host.DataFolder = options.DataFolder;
            host.Port = options.Port;
            host.Urls = options.UsesConfiguredUrls ? host.Urls : null;
            host.Clock = clock;
            host.Timers = options.Timers;
            host.Triggers = options.Triggers;
            host.RequireKeys |= options.Keys;
            host.FunctionAssemblies.Add(typeof(SettlementApp).Assembly);
            host.HostJsonPath = Path.Combine(AppContext.BaseDirectory, "host.json");
            host.LocalSettingsPath = Path.Combine(AppContext.BaseDirectory, "local.settings.json");
            configure?.Invoke(host);
        });
        // What goes well is reported by the command itself; the log is for what does not.
        builder.Logging.AddFilter<ConsoleLoggerProvider>(null, LogLevel.Warning);
        // A host that cannot start is reported by the command too, in a line.
        builder.Logging.AddFilter<ConsoleLoggerProvider>("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.AddSettlement();
        if (options.SentBefore is { } send)
        {
            builder.Services.AddHostedService(services => new SentBefore(services.GetRequiredService<IEmbeddedHub>(), send));
        }
        var app = builder.Build();
        try
        {
            if (File.Exists(builder.Configuration[SettlementApp.LedgerPath]))
            {
                // A damaged ledger is reported before anything runs.
                await app.Services.GetRequiredService<ReferenceStore>().CurrentAsync(cancellationToken);
            }
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await DisposeAsync(app);
            throw;
        }

        return new LocalHost(app, clock);
    }

    /// <summary>Waits until somebody asks the process to end.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _host.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        await DisposeAsync(_host);
    }

    /// <summary>Any address of the machine is reached at its loopback one.</summary>
    private static Uri ToReach(Uri address) =>
        address.Host is "0.0.0.0" or "[::]" ? new UriBuilder(address) { Host = "127.0.0.1" }.Uri : address;

    /// <summary>Hosted services start when storage is open and before functions run.</summary>
    private sealed class SentBefore(IEmbeddedHub hub, Func<IEmbeddedHub, CancellationToken, Task> send) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => send(hub, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static async ValueTask DisposeAsync(IHost host)
    {
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
        else
        {
            host.Dispose();
        }
    }
}
