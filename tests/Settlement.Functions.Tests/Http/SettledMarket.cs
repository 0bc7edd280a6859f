using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>A host with the worked example's market and its SF run. Tests that share it read, or have a day of their own.</summary>
[CollectionDefinition(Name)]
public sealed class SettledMarket : ICollectionFixture<SettledMarket>, IAsyncLifetime
{
    public const string Name = "settled market";

    /// <summary>The day whose SF is closed.</summary>
    public const string Day = WorkedExample.Day;

    /// <summary>A day whose II is inexact: readings, but no market inputs.</summary>
    public const string InexactDay = "2026-06-15";

    private readonly TemporaryFolder _folder = new();

    internal RunningHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await RunningHost.StartAsync(_folder.Path);
        await Host.LoadAsync(WorkedExample.Reference());
        await SendDayAsync(Day);
        await Host.SettleAsync(Day, "SF");
        await Host.SendAsync("readings", WorkedExample.Readings(InexactDay));
        await Host.SettleAsync(InexactDay, "II");
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Sends everything that a day needs.</summary>
    internal async Task SendDayAsync(string day)
    {
        await Host.SendAsync("market", WorkedExample.Market(day));
        await Host.SendAsync("readings", WorkedExample.Readings(day));
    }
}
