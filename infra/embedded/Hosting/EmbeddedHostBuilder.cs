using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Hosting;

/// <summary>
/// Builds a host that runs a function app in one process, without Azure. It stands where <c>FunctionsApplicationBuilder</c> stands when
/// the app is deployed: the app adds its services and middleware to either.
/// </summary>
public sealed class EmbeddedHostBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder _inner;
    private readonly HostSetup _setup;

    private EmbeddedHostBuilder(WebApplicationBuilder inner)
    {
        _inner = inner;
        _setup = new HostSetup(inner);
    }

    /// <inheritdoc/>
    public IConfigurationManager Configuration => _inner.Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => _inner.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => _inner.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => _inner.Metrics;

    /// <inheritdoc/>
    public IServiceCollection Services => _inner.Services;

    internal EmbeddedOptions Options => _setup.Options;

    IDictionary<object, object> IHostApplicationBuilder.Properties => ((IHostApplicationBuilder)_inner).Properties;

    /// <summary>Starts a builder.</summary>
    /// <param name="args">Command line arguments, which become settings.</param>
    public static EmbeddedHostBuilder Create(string[] args) =>
        new(WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args }));

    /// <summary>Sets the host's options. Connection settings of event hub functions point to its hubs from then on.</summary>
    public EmbeddedHostBuilder Configure(Action<EmbeddedOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _setup.Configure(configure);
        return this;
    }

    /// <inheritdoc/>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _setup.Middleware.Add(middleware);
        return this;
    }

    /// <summary>Puts the host together.</summary>
    /// <exception cref="InvalidOperationException">The functions or the options do not fit together; the message says how.</exception>
    public IHost Build() => _setup.Build();

    void IHostApplicationBuilder.ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory,
        Action<TContainerBuilder>? configure
    ) => ((IHostApplicationBuilder)_inner).ConfigureContainer(factory, configure);
}
