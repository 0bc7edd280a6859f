using System.Net;
using System.Text.Json;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>Every act of an operator leaves who, when and why.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task What_operators_ask_for_is_listed_in_its_order_with_who_and_why()
    {
        await using var host = await RunningHost.StartAsync(RunningHost.Options(_folder.Path) with { Settings = Principals.Settings });
        host.Http.DefaultRequestHeaders.Add(Principals.Header, Principals.Operator);
        await host.LoadAsync(WorkedExample.Reference());
        await SendAsync(host, HttpMethod.Post, "api/settlement/2026-06-16/II?why=a+look+before+the+timetable+says", "ann@example.org");
        await SendAsync(
            host,
            HttpMethod.Post,
            "api/rejects/replay",
            "bob@example.org",
            """{"reason":"bad-mpan","why":"the producer was mended"}"""
        );
        await SendAsync(host, HttpMethod.Post, "api/rejects/replay", "bob@example.org", """{"reason":"no-such-reason"}""");

        var acts = (await host.ItemsAsync("api/audit")).Select(Line).ToList();
        Assert.Equal(WorkedExample.Reference().Keys.Select(set => $"olga@example.org reference {set}: "), acts.SkipLast(2));
        Assert.Equal(
            [
                "ann@example.org start 2026-06-16/II: a look before the timetable says",
                "bob@example.org replay bad-mpan: the producer was mended",
            ],
            acts.TakeLast(2)
        );
        Assert.All(
            await host.ItemsAsync("api/audit"),
            act => Assert.StartsWith("2026-06-20T06:", act.Text("when"), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_list_is_cut_into_pages_and_by_days()
    {
        await using var host = await RunningHost.StartAsync(_folder.Path);
        foreach (var run in (string[])["II", "SF", "R1"])
        {
            await host.PostAsync($"api/settlement/2026-06-16/{run}");
        }
        var first = (await host.GetAsync("api/audit?limit=2")).Is(HttpStatusCode.OK);
        var second = (await host.GetAsync($"api/audit?limit=2&continuation={first.Text("continuation")}")).Is(HttpStatusCode.OK);

        Assert.Equal(["2026-06-16/II", "2026-06-16/SF"], first.GetProperty("items").EnumerateArray().Select(act => act.Text("of")));
        Assert.Equal(["2026-06-16/R1"], second.GetProperty("items").EnumerateArray().Select(act => act.Text("of")));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("continuation").ValueKind);
        Assert.Equal(3, (await host.ItemsAsync("api/audit?from=2026-05-31&to=2026-06-20")).Count);
        Assert.Empty(await host.ItemsAsync("api/audit?from=2026-05-01&to=2026-06-19"));
        (await host.GetAsync("api/audit?from=2026-06-20&to=2026-06-19")).IsProblem(HttpStatusCode.BadRequest);
        (await host.GetAsync("api/audit?from=yesterday")).IsProblem(HttpStatusCode.BadRequest);
        (await host.GetAsync("api/audit?from=2026-06-20&to=9999-12-31")).IsProblem(HttpStatusCode.BadRequest);
        (await host.GetAsync("api/audit?from=2020-01-01&to=2026-06-19")).IsProblem(HttpStatusCode.BadRequest);
    }

    public void Dispose() => _folder.Dispose();

    private static string Line(JsonElement act) => $"{act.Text("who")} {act.Text("what")} {act.Text("of")}: {act.Text("why")}";

    private static async Task SendAsync(RunningHost host, HttpMethod method, string path, string who, string? json = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
        {
            Headers = { { Principals.Header, Principals.Write(who, "Settlement.Operator") } },
        };
        if (json is not null)
        {
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        }
        using var response = await host.Http.SendAsync(request);
    }
}
