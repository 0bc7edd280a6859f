using System.Net;
using Microsoft.Extensions.Options;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Identity;

/// <summary>Whom a host believes is a matter of how it was deployed, not of what a request says.</summary>
public sealed class IdentitySettingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_authentication_and_off_the_local_host_nobody_is_believed()
    {
        await using var host = await StartAsync(new() { ["Identity:LocalOperator"] = "false" });
        host.Http.DefaultRequestHeaders.Add(Principals.Header, Principals.Operator);
        (await host.GetAsync("api/calendar")).IsProblem(HttpStatusCode.Unauthorized);
        (await host.PostAsync("api/settlement/2026-06-16/SF")).IsProblem(HttpStatusCode.Unauthorized);
        (await host.GetAsync("api/health/live")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task On_the_local_host_a_header_makes_nobody_else()
    {
        await using var host = await StartAsync([]);
        host.Http.DefaultRequestHeaders.Add(Principals.Header, Principals.Write("eve@example.org", "Settlement.Party.ALFA"));
        host.Http.DefaultRequestHeaders.Add("X-MS-CLIENT-PRINCIPAL-NAME", "eve@example.org");
        (await host.PostAsync("api/rejects/replay", """{"reason":"bad-mpan"}""")).Is(HttpStatusCode.Accepted);
        Assert.Equal("operator", Assert.Single(await host.ItemsAsync("api/audit")).Text("who"));
    }

    [Fact]
    public async Task A_local_operator_behind_authentication_stops_the_host_at_start()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(new() { ["WEBSITE_AUTH_ENABLED"] = "True" }));
        Assert.StartsWith(
            "The setting 'Identity:LocalOperator' is true beside 'WEBSITE_AUTH_ENABLED'",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    private Task<RunningHost> StartAsync(Dictionary<string, string> settings) =>
        RunningHost.StartAsync(RunningHost.Options(_folder.Path) with { Settings = settings });
}
