using System.Net;
using System.Text.Json;

namespace Functions.Embedded.Tests.Http;

/// <summary>What a browser on this machine sends for a page of another origin does nothing, where no key is asked.</summary>
public sealed class BrowserGuardTests
{
    [Theory]
    [InlineData("POST", "Origin", "http://evil.example")]
    [InlineData("POST", "Origin", "null")]
    [InlineData("POST", "Origin", "http://localhost:1")]
    [InlineData("POST", "Sec-Fetch-Site", "cross-site")]
    [InlineData("POST", "Sec-Fetch-Site", "same-site")]
    [InlineData("DELETE", "Origin", "http://evil.example")]
    [InlineData("GET", "Origin", "http://evil.example")]
    [InlineData("GET", "Sec-Fetch-Site", "cross-site")]
    [InlineData("OPTIONS", "Origin", "http://evil.example")]
    [InlineData("GET", "Host", "evil.example")]
    [InlineData("GET", "Host", "127.0.0.1.evil.example")]
    [InlineData("GET", "Host", "10.0.0.1")]
    [InlineData("POST", "Host", "evil.example:7071")]
    public async Task A_request_of_another_origin_is_refused(string method, string header, string value)
    {
        await using var host = await TestHost.StartAsync();
        var refused = await SendAsync(host, method, "api/start/Waiting/w", (header, value));
        Assert.Equal((HttpStatusCode.Forbidden, "application/problem+json"), (refused.Status, refused.Type));
        Assert.Null(await host.Durable.GetInstanceAsync("w"));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await SendAsync(host, "GET", "runtime/webhooks/durabletask/instances", (header, value))).Status
        );
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Host", "localhost:7071")]
    [InlineData("Host", "LOCALHOST.")]
    [InlineData("Host", "app.localhost:7071")]
    [InlineData("Host", "[::1]:7071")]
    [InlineData("Host", "127.0.0.2")]
    public async Task The_hosts_own_pages_and_programs_are_let_through(string header, string value)
    {
        await using var host = await TestHost.StartAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(host, "POST", "api/start/Waiting/w", (header, value))).Status);
    }

    [Fact]
    public async Task A_page_of_the_host_itself_names_it_as_its_origin()
    {
        await using var host = await TestHost.StartAsync();
        var own = ("Origin", host.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(host, "POST", "api/start/Waiting/w", own)).Status);
    }

    [Fact]
    public async Task A_link_to_the_host_may_be_followed_from_anywhere()
    {
        await using var host = await TestHost.StartAsync();
        (string, string)[] followed = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, "GET", "api/plain", followed)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, "POST", "api/start/Waiting/w", followed)).Status);
        followed[2] = ("Sec-Fetch-Dest", "iframe");
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(host, "GET", "api/plain", followed)).Status);
    }

    [Fact]
    public async Task Where_keys_are_asked_the_key_decides()
    {
        await using var host = await TestHost.StartAsync(configure: o => o.RequireKeys = true);
        var keys = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(host.Folder, "keys.json"))).RootElement;
        var key = ("x-functions-key", keys.GetProperty("default").GetString()!);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(host, "GET", "api/guarded", key, ("Host", "settlement.example"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(host, "GET", "api/guarded", ("Host", "settlement.example"))).Status);
    }

    private static async Task<(HttpStatusCode Status, string? Type)> SendAsync(
        TestHost host,
        string method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        using var response = await host.Http.SendAsync(request);
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType);
    }
}
