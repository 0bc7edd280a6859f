using Microsoft.Azure.Functions.Worker.Builder;

namespace Functions.Embedded;

/// <summary>Configures the embedded host from a program that knows it runs on one.</summary>
public static class EmbeddedHostExtensions
{
    /// <summary>Sets the host's options. Connection settings of event hub functions point to its hubs from then on.</summary>
    public static FunctionsApplicationBuilder UseEmbeddedHost(this FunctionsApplicationBuilder builder, Action<EmbeddedOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Setup.Configure(configure);
        return builder;
    }
}
