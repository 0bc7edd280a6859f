using System.Reflection;
using Functions.Embedded.Http;
using Functions.Embedded.Invocation;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Embedded.Durable;

/// <summary>Gives functions a durable client that knows the address of the Durable HTTP API, as the Functions host does.</summary>
internal sealed class DurableLinks(IServiceProvider services, KeyStore keys, EmbeddedDurableTaskClient inner) : IDurableClientSource
{
    public const string Path = "/runtime/webhooks/durabletask";

    private DurableTaskClient? _client;

    /// <summary>The client to bind to a function's parameter.</summary>
    /// <exception cref="InvalidOperationException">The host does not listen yet.</exception>
    public DurableTaskClient Client => _client ??= CreateClient();

    /// <summary>The addresses of an instance.</summary>
    public HttpManagementPayload For(string instanceId) => Client.CreateHttpManagementPayload(instanceId);

    // The package makes links only for its own client, whose type it does not show.
    private DurableTaskClient CreateClient()
    {
        var type = typeof(HttpManagementPayload).Assembly.GetType(
            "Microsoft.Azure.Functions.Worker.FunctionsDurableTaskClient",
            throwOnError: true
        )!;
        var query = keys.Required ? "code=" + Uri.EscapeDataString(keys.Keys.Durable) : null;
        return (DurableTaskClient)
            Activator.CreateInstance(
                type,
                BindingFlags.Public | BindingFlags.Instance,
                null,
                [inner, query, Address() + Path, null],
                null
            )!;
    }

    private string Address()
    {
        var address =
            services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The host does not listen yet, so an instance has no address.");
        return address
            .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)
            .Replace("[::]", "127.0.0.1", StringComparison.Ordinal)
            .TrimEnd('/');
    }
}
