using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Identity;

/// <summary>A host behind App Service authentication, with the worked example's market and its runs SF and R1.</summary>
public sealed class IdentifiedMarket : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal RunningHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await RunningHost.StartAsync(RunningHost.Options(_folder.Path) with { Settings = Principals.Settings });
        Host.Http.DefaultRequestHeaders.Add(Principals.Header, Principals.Operator);
        await Host.LoadAsync(WorkedExample.Reference());
        await Host.SendAsync("market", WorkedExample.Market());
        await Host.SendAsync("readings", WorkedExample.Readings());
        await Host.SettleAsync(WorkedExample.Day, "SF");
        await Host.SendAsync("readings", [WorkedExample.LateReading()]);
        await Host.SettleAsync(WorkedExample.Day, "R1");
        Host.Http.DefaultRequestHeaders.Clear();
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Asks as somebody; null names nobody.</summary>
    internal async Task<Answer> AskAsync(HttpMethod method, string path, string? principal)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (principal is not null)
        {
            request.Headers.Add(Principals.Header, principal);
        }
        using var response = await Host.Http.SendAsync(request);
        return await Answer.OfAsync(response);
    }
}
