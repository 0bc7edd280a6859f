using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Reconciliation;

/// <summary>A host with the worked example's market: II and SF closed before what came late, R1 and two disputes after it.</summary>
public sealed class ReconciledMarket : IAsyncLifetime
{
    public const string Day = WorkedExample.Day;

    private readonly TemporaryFolder _folder = new();

    internal RunningHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await RunningHost.StartAsync(_folder.Path);
        await Host.LoadAsync(WorkedExample.Reference());
        await Host.SendAsync("market", WorkedExample.Market());
        await Host.SendAsync("readings", WorkedExample.Readings());
        await SettleAsync("II");
        await SettleAsync("SF");
        await Host.SendAsync("readings", WorkedExample.LateReading());
        await SettleAsync("R1");
        await SettleAsync("D");
        await SettleAsync("D");
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    private async Task SettleAsync(string run) => Assert.Equal("closed", (await Host.SettleAsync(Day, run)).Text("state"));
}
