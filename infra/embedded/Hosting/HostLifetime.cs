using Functions.Embedded.Durable;
using Functions.Embedded.Http;
using Functions.Embedded.Hub;
using Functions.Embedded.Storage;
using Functions.Embedded.Triggers;
using Microsoft.Extensions.Hosting;

namespace Functions.Embedded.Hosting;

/// <summary>
/// Starts and stops the parts in their order. Storage opens before any hosted service of the app starts and closes after all have
/// stopped; functions run only between the two, when HTTP is up.
/// </summary>
internal sealed class HostLifetime(
    DataFolder folder,
    HostStore store,
    KeyStore keys,
    HubBroker broker,
    DurableEngine durable,
    TimerTriggers timers,
    EventHubTriggers eventHubs,
    EmbeddedOptions options
) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        folder.Acquire();
        store.Open(TriggerSchema.Apply, DurableSchema.Apply);
        keys.Open();
        broker.Open(TriggerSchema.LastEnqueued(store));
        durable.Open();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        durable.Start();
        if (options.Timers)
        {
            timers.Start();
        }
        if (options.Triggers)
        {
            await eventHubs.StartAsync();
        }
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var drain = new CancellationTokenSource(options.DrainTimeout);
        await Task.WhenAll(eventHubs.StopAsync(drain.Token), timers.StopAsync(drain.Token), durable.StopAsync(drain.Token));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        broker.Dispose();
        store.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }
}
