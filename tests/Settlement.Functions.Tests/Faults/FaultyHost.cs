using System.Text;
using Functions.Embedded;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Settlement.Functions.Tests.Support;
using Settlement.Storage;
using Settlement.Storage.Sqlite;

namespace Settlement.Functions.Tests.Faults;

/// <summary>The whole app with a store that can fail and a clock that a test moves, so that retries cost no time.</summary>
internal sealed class FaultyHost : IAsyncDisposable
{
    private readonly AppHost _host;
    private readonly SqliteTableStore _inner;

    private FaultyHost(AppHost host, FaultyStore store, SqliteTableStore inner, FakeTimeProvider clock) =>
        (_host, Store, _inner, Clock) = (host, store, inner, clock);

    public FaultyStore Store { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Http => _host.Http;

    public IServiceProvider Services => _host.Services;

    public DurableTaskClient Durable => _host.Durable;

    public static async Task<FaultyHost> StartAsync(string folder)
    {
        var clock = new FakeTimeProvider(RunningHost.Morning.ToDateTimeOffset());
        var inner = new SqliteTableStore(Path.Combine(folder, "ledger.db"));
        var store = new FaultyStore(inner);
        var host = await AppHost.StartAsync(folder, clock, builder => builder.Services.AddSingleton<ITableStore>(store));
        await host.LoadWorkedExampleAsync();
        return new FaultyHost(host, store, inner, clock);
    }

    /// <summary>Sends bodies as events of partition 1 of the readings.</summary>
    public Task SendAsync(params IEnumerable<string> bodies) => _host.SendAsync("readings", bodies);

    /// <summary>Sends all that a day of the worked example needs, and waits until it is ingested.</summary>
    public async Task SendDayAsync(string day)
    {
        await _host.SendAsync("market", WorkedExample.Market(day));
        await _host.IngestedAsync("market");
        await _host.SendAsync("readings", WorkedExample.Readings(day));
        await _host.IngestedAsync("readings");
    }

    /// <summary>Moves the clock until an orchestration has ended.</summary>
    public async Task<OrchestrationMetadata> EndOfAsync(string instance)
    {
        using var hang = new CancellationTokenSource(AppHost.Hang);
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
        using var hang = new CancellationTokenSource(AppHost.Hang);
        while (true)
        {
            var progress = _host.Hub.Progress("readings").Single(partition => partition.PartitionId == "1");
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
        using var response = await Http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        return await Answer.OfAsync(response);
    }

    public async Task<Answer> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), content);
        return await Answer.OfAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        Store.Fault = null;
        await _host.DisposeAsync();
        _inner.Dispose();
    }
}
