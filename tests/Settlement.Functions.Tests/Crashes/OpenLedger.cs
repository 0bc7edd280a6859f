using Functions.Embedded;
using Microsoft.Extensions.DependencyInjection;
using NodaTime.Text;
using Settlement.Functions.Tests.Support;
using Settlement.Hosting;
using Settlement.Ledger.Commits;
using Settlement.Reference;
using Settlement.Runs.Records;

namespace Settlement.Functions.Tests.Crashes;

/// <summary>A data folder that no process has, opened here to look at it and to go on with it.</summary>
internal sealed class OpenLedger : IAsyncDisposable
{
    private readonly LocalHost _host;
    private readonly IEmbeddedHub _hub;

    private OpenLedger(LocalHost host)
    {
        _host = host;
        _hub = host.Services.GetRequiredService<IEmbeddedHub>();
    }

    public MarketClock Clock => _host.Clock;

    public HttpClient Http => _host.Client;

    public ReferenceStore References => _host.Services.GetRequiredService<ReferenceStore>();

    public RunStore Runs => _host.Services.GetRequiredService<RunStore>();

    public static async Task<OpenLedger> OpenAsync(string dataFolder, string clock) =>
        new(
            await LocalHost.StartAsync(
                new LocalOptions(dataFolder, 0, InstantPattern.ExtendedIso.Parse(clock).Value, false, false, true),
                CancellationToken.None
            )
        );

    /// <summary>Waits until all that is enqueued is ingested, and checks that each event was taken once, by the steps of the heads.</summary>
    /// <returns>How many events the hubs hold.</returns>
    public async Task<long> IngestedAsync()
    {
        var heads = _host.Services.GetRequiredService<HeadStore>();
        var events = 0L;
        foreach (var hub in new[] { Hubs.Readings, Hubs.Market })
        {
            Assert.All(await _hub.WaitUntilProcessedAsync(hub), partition => Assert.True(partition.IsDone, partition.LastError));
            var last = _hub.LastEnqueued(hub);
            for (var partition = 0; partition < last.Count; partition++)
            {
                var next = 0L;
                await foreach (var (_, step) in heads.ReadStepsAsync(new(hub, partition), 0, CancellationToken.None))
                {
                    Assert.Equal((next, step.To - step.From + 1), (step.From, step.Events));
                    next = step.To + 1;
                }

                Assert.Equal(last[partition] + 1, next);
                events += next;
            }
        }

        return events;
    }

    /// <summary>Settles, or joins what is being settled or was, and gives every figure of the run.</summary>
    public Task<string> SettleAsync(string day, string run) => RunFigures.OfAsync(_host.Client, day, run, CancellationToken.None);

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
