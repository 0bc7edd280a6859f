using System.Net;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Browser;

/// <summary>What a page of another origin can do to a local host without keys, in a real browser: nothing.</summary>
[Trait("Category", "Slow")]
public sealed class ChromiumTests : IAsyncLifetime
{
    private const string Durable = "runtime/webhooks/durabletask/";

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _profile = new();

    private RunningHost Host { get; set; } = null!;

    public async Task InitializeAsync() => Host = await RunningHost.StartAsync(_folder.Path);

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
        _profile.Dispose();
    }

    [ChromiumFact]
    public async Task A_page_elsewhere_operates_nothing()
    {
        // One that is to start later stays as it is until somebody ends it.
        var client = Host.Services.GetRequiredService<DurableTaskClient>();
        await client.ScheduleNewOrchestrationInstanceAsync(
            "CountCompleteness",
            new StartOrchestrationOptions("victim", Host.Clock.GetUtcNow().AddDays(30))
        );
        var before = await InstancesAsync();
        await using var page = await ForeignPage.StartAsync(
            $$"""
            <!doctype html><title>A page of somebody else</title><p id="told">nothing yet</p>
            <form id="form" method="post" action="{{Host.Http.BaseAddress}}api/settlement/2026-06-17/SF" target="frame"></form>
            <iframe name="frame"></iframe>
            <script>
            const host = "{{Host.Http.BaseAddress}}";
            const tries = [
              ["api/settlement/2026-06-16/SF", {}],
              ["api/rejects/replay", { body: '{"reason":"not-json"}' }],
              ["api/rejects/replay", { body: new Blob(['{"reason":"not-json"}']) }],
              ["{{Durable}}orchestrators/SettlementRun_2/evil", { body: '{}' }],
              ["{{Durable}}instances/victim/terminate?reason=evil", {}],
              ["{{Durable}}instances/victim/restart?restartWithNewInstanceId=false", {}],
              ["admin/functions/DriveSettlement", {}],
              ["admin/functions/IngestReadings", { body: '{"input":"{}"}' }],
            ];
            (async () => {
              const told = [];
              for (const [path, options] of tries) {
                told.push(await fetch(host + path, { method: "POST", mode: "no-cors", ...options }).then(r => r.type, e => "failed"));
              }
              for (const method of ["PUT", "DELETE"]) {
                told.push(await fetch(host + "{{Durable}}instances/victim", { method }).then(r => "answered", e => "refused"));
              }
              told.push(await fetch(host + "api/audit").then(r => "read", e => "unread"));
              document.getElementById("form").submit();
              document.getElementById("told").textContent = "tried: " + told.join(" ");
            })();
            </script>
            """
        );
        var (shown, console) = await Chromium.OpenAsync(page.Address, _profile.Path);

        Assert.True(
            shown.Contains($"tried: {string.Join(' ', Enumerable.Repeat("opaque", 8))} refused refused unread", StringComparison.Ordinal),
            shown + console
        );
        Assert.Empty(await Host.ItemsAsync("api/audit"));
        Assert.Equal(before, await InstancesAsync());
    }

    [ChromiumFact]
    public async Task A_rebound_name_reads_nothing()
    {
        var rebound = new UriBuilder(Host.Http.BaseAddress!) { Host = "evil.example", Path = "api/dashboard" }.Uri;
        var (shown, console) = await Chromium.OpenAsync(rebound, _profile.Path);
        Assert.True(shown.Contains("\"status\":403", StringComparison.Ordinal), shown + console);
        Assert.DoesNotContain("Settlement Runs", shown, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task The_dashboard_is_shown_within_its_policy()
    {
        var (shown, console) = await Chromium.OpenAsync(new Uri(Host.Http.BaseAddress!, "api/dashboard"), _profile.Path);
        Assert.Contains("Settlement Runs", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Content Security Policy", console, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<string> InstancesAsync()
    {
        var answer = await Host.GetAsync($"{Durable}instances");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return string.Join(' ', answer.Json.EnumerateArray().Select(each => $"{each.Text("instanceId")}:{each.Text("runtimeStatus")}"));
    }
}
