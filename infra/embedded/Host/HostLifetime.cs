using Functions.Embedded.Durable;
using Functions.Embedded.Http;
using Functions.Embedded.Hub;
using Functions.Embedded.Triggers;
using Microsoft.Extensions.Hosting;

namespace Functions.Embedded.Host;

/// <summary>
/// Starts and stops the parts in their order. Storage opens before any hosted service of the app starts and closes after all have
/// stopped; functions run only between the two, when HTTP is up.
/// </summary>
internal sealed class HostLifetime(
    HostIdentity identity,
    DataFolder folder,
    HostStore store,
    KeyStore keys,
    HubBroker broker,
    DurableEngine durable,
    TimerTriggers timers,
    EventHubTriggers eventHubs,
    EmbeddedOptions options) : IHostedLifecycleService, IDisposable
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        folder.Acquire();
        store.Open();
        keys.Open();
        broker.Open();
        BrokerRegistry.Register(identity.Namespace, broker);
        durable.Open();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        durable.Start();
        if (options.Timers) timers.Start();
        if (options.Triggers) await eventHubs.StartAsync();
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var drain = new CancellationTokenSource(options.DrainTimeout);
        await Task.WhenAll(eventHubs.StopAsync(drain.Token), timers.StopAsync(drain.Token), durable.StopAsync(drain.Token));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        broker.Dispose();
        store.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A host that failed to start is disposed of without ever being stopped.</summary>
    public void Dispose() => BrokerRegistry.Unregister(identity.Namespace);
}
