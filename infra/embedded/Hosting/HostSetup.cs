using System.Reflection;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;
using Functions.Embedded.Configuration;
using Functions.Embedded.Durable;
using Functions.Embedded.Http;
using Functions.Embedded.Hub;
using Functions.Embedded.Hub.Clients;
using Functions.Embedded.Invocation;
using Functions.Embedded.Storage;
using Functions.Embedded.Triggers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Hosting;

/// <summary>Puts the host together behind the builder that the app sees.</summary>
internal sealed class HostSetup
{
    /// <summary>What the Functions host lets through.</summary>
    private const long MaxRequestBytes = 104_857_600;

    private readonly WebApplicationBuilder _builder;
    private readonly SettingsProvider _localSettings = new();
    private readonly SettingsProvider _connections = new();
    private readonly string _namespace = $"{Guid.NewGuid():n}.embedded";

    public HostSetup(WebApplicationBuilder builder)
    {
        _builder = builder;

        // Environment variables win over local.settings.json, as with Core Tools; the hubs' address wins over everything.
        builder.Configuration.Sources.Insert(0, _localSettings);
        ((IConfigurationBuilder)builder.Configuration).Add(_connections);
        ReadLocalSettings();
        builder.Configuration.GetSection("Embedded").Bind(Options);
        PublishConnections();
    }

    public EmbeddedOptions Options { get; } = new();

    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    public void Configure(Action<EmbeddedOptions> configure)
    {
        configure(Options);
        ReadLocalSettings();
        PublishConnections();
    }

    public IHost Build()
    {
        PublishConnections();
        var urls = Urls();
        var catalog = new FunctionCatalog(Assemblies());
        _builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            // Endpoints of the section "Kestrel" would take the place of the addresses that were checked.
            kestrel.ConfigurationLoader = null;
        });
        _builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        var hostJson = HostJson.Read(FindFile(Options.HostJsonPath, "host.json"));
        foreach (var (category, level) in hostJson.LogLevels)
        {
            if (Enum.TryParse<LogLevel>(level, true, out var parsed))
            {
                _builder.Logging.AddFilter(
                    string.Equals(category, "default", StringComparison.OrdinalIgnoreCase) ? null : category,
                    parsed
                );
            }
        }

        AddServices(catalog, hostJson);
        var app = _builder.Build();
        foreach (var url in urls)
        {
            app.Urls.Add(url);
        }
        app.UseMiddleware<ProblemResponses>();
        app.UseMiddleware<BrowserGuard>();
        app.UseRouting();
        HttpFunctions.Map(app, catalog, hostJson.RoutePrefix);
        AdminApi.Map(app);
        DurableApi.Map(app);
        return app;
    }

    private void AddServices(FunctionCatalog catalog, HostJson hostJson)
    {
        var services = _builder.Services;
        if (Options.Clock == TimeProvider.System)
        {
            services.TryAddSingleton(TimeProvider.System);
        }
        else
        {
            services.Replace(ServiceDescriptor.Singleton(Options.Clock));
        }
        services.AddRouting();
        // What does not bind is thrown, so that its message comes into the problem.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddMvcCore();
        services.AddSingleton(Options);
        services.AddSingleton(hostJson);
        services.AddSingleton(catalog);
        services.AddSingleton(new HostIdentity(_namespace));
        services.AddSingleton(_ => new DataFolder(Options.DataFolder));
        services.AddSingleton(p => new HubBroker(
            p.GetRequiredService<DataFolder>().Hubs,
            Options.Clock,
            new PartitionCounts(Options.Partitions, Options.DefaultPartitions)
        ));
        services.AddSingleton(p => new FunctionInvoker(p, Middleware));
        services.AddSingleton<HostStore>();
        services.AddSingleton<KeyStore>();
        services.AddSingleton<HostStatus>();
        services.AddSingleton<IEmbeddedKeys>(p => p.GetRequiredService<KeyStore>());
        services.AddSingleton<TriggerProgress>();
        services.AddSingleton<EventHubTriggers>();
        services.AddSingleton<TimerTriggers>();
        services.AddSingleton<DurableStore>();
        services.AddSingleton<DurableEngine>();
        services.AddSingleton<DurableLinks>();
        services.AddSingleton<IDurableClientSource>(p => p.GetRequiredService<DurableLinks>());
        services.AddSingleton<EmbeddedDurableTaskClient>();
        services.AddSingleton<DurableTaskClient>(p => p.GetRequiredService<EmbeddedDurableTaskClient>());
        services.AddSingleton(p => new DurableTaskShimFactory(new DurableTaskWorkerOptions(), p.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<Orchestrators>();
        services.AddSingleton<EmbeddedClientFactory>();
        services.AddSingleton<IAzureClientFactory<EventHubProducerClient>>(p => p.GetRequiredService<EmbeddedClientFactory>());
        services.AddSingleton<IAzureClientFactory<EventHubConsumerClient>>(p => p.GetRequiredService<EmbeddedClientFactory>());
        services.AddSingleton<IEmbeddedHub, EmbeddedHub>();
        services.AddHostedService<HostLifetime>();
        services.Configure<HostOptions>(o => o.ShutdownTimeout = Options.DrainTimeout + TimeSpan.FromSeconds(20));
    }

    private string[] Urls()
    {
        string[] urls = string.IsNullOrWhiteSpace(Options.Urls)
            ? [$"http://127.0.0.1:{Options.Port}"]
            : Options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!Options.RequireKeys && Array.Find(urls, url => !Loopback.IsAddress(url)) is { } open)
        {
            throw new InvalidOperationException(
                $"Other machines can reach '{open}' (Embedded:Urls), and no key is asked. Turn keys on (Embedded:RequireKeys), or listen on 127.0.0.1."
            );
        }
        return urls;
    }

    private IList<Assembly> Assemblies() =>
        Options.FunctionAssemblies.Count > 0
            ? Options.FunctionAssemblies
            :
            [
                Assembly.GetEntryAssembly()
                    ?? throw new InvalidOperationException("There is no entry assembly; name the assemblies of the functions."),
            ];

    private void ReadLocalSettings() =>
        _localSettings.Replace(LocalSettings.Read(FindFile(Options.LocalSettingsPath, "local.settings.json")));

    private void PublishConnections() =>
        _connections.Replace(
            FunctionCatalog
                .Connections(Assemblies())
                .ToDictionary(c => $"{c}:fullyQualifiedNamespace", string? (_) => _namespace, StringComparer.OrdinalIgnoreCase)
        );

    private string? FindFile(string? chosen, string name)
    {
        if (chosen is not null)
        {
            return File.Exists(chosen) ? chosen : throw new FileNotFoundException($"There is no file '{chosen}'.", chosen);
        }

        return new[] { _builder.Environment.ContentRootPath, AppContext.BaseDirectory }
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
