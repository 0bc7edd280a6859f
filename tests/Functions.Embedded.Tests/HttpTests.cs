using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Hosting;

namespace Functions.Embedded.Tests;

public sealed class HttpTests
{
    [Theory]
    [InlineData("api/items/7?q=x", 200, """{"id":7,"query":"x","name":"Item"}""")]
    [InlineData("api/items/special", 200, "special")]
    [InlineData("api/result", 418, """{"ok":true}""")]
    [InlineData("api/plain", 200, """{"a":1}""")]
    [InlineData("api/nothing", 200, "")]
    [InlineData("api/dates/2026-10-25/3f2504e0-4f89-11d3-9a0c-0305e82c3301", 200, "20261025 3f2504e04f8911d39a0c0305e82c3301")]
    [InlineData("api/unknown", 404, null)]
    public async Task Routes_reach_their_functions_and_results_their_callers(string path, int status, string? body)
    {
        await using var host = await TestHost.StartAsync();
        using var response = await host.Http.GetAsync(path);
        Assert.Equal(status, (int)response.StatusCode);
        if (body is not null)
        {
            Assert.Equal(body, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task The_route_prefix_of_host_json_and_the_methods_of_the_trigger_are_heeded()
    {
        await using var host = await TestHost.StartAsync(hostJson: """{ "extensions": { "http": { "routePrefix": "v1" } } } // comment""");
        using var posted = await host.Http.PostAsync("v1/echo", new StringContent("hello"));
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        Assert.Equal("hello", await posted.Content.ReadAsStringAsync());
        using var got = await host.Http.GetAsync("v1/echo");
        Assert.Equal(HttpStatusCode.NotFound, got.StatusCode);
    }

    [Fact]
    public async Task An_exception_is_logged_and_answered_without_its_message()
    {
        await using var host = await TestHost.StartAsync();
        using var response = await host.Http.GetAsync("api/throws");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(host.Log, l => l.Contains("Throws failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_route_value_that_does_not_fit_its_parameter_is_a_bad_request()
    {
        await using var host = await TestHost.StartAsync();
        using var response = await host.Http.GetAsync("api/items/seven");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Keys_open_what_their_level_says_and_nothing_more()
    {
        await using var host = await TestHost.StartAsync(configure: o => o.RequireKeys = true);
        var keys = JsonDocument.Parse(File.ReadAllText(Path.Combine(host.Folder, "keys.json"))).RootElement;
        string Key(string name) => keys.GetProperty(name).GetString()!;
        async Task<int> Get(string path, string? key = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (key is not null)
            {
                request.Headers.Add("x-functions-key", key);
            }
            using var response = await host.Http.SendAsync(request);
            return (int)response.StatusCode;
        }

        Assert.Equal(200, await Get("api/plain"));
        Assert.Equal(401, await Get("api/guarded"));
        Assert.Equal(401, await Get("api/guarded", "wrong"));
        Assert.Equal(200, await Get("api/guarded", Key("default")));
        Assert.Equal(200, await Get("api/guarded?code=" + Key("default")));
        Assert.Equal(401, await Get("api/guarded4admin", Key("default")));
        Assert.Equal(200, await Get("api/guarded4admin", Key("_master")));
        Assert.Equal(401, await Get("admin/functions"));
        Assert.Equal(403, await Get("admin/functions", Key("default")));
        Assert.Equal(200, await Get("admin/functions", Key("_master")));
        Assert.Equal(401, await Get("runtime/webhooks/durabletask/instances"));
        Assert.Equal(401, await Get("runtime/webhooks/nothing"));
        Assert.Equal(403, await Get("runtime/webhooks/durabletask/instances", Key("default")));
        Assert.Equal(200, await Get("runtime/webhooks/durabletask/instances", Key("durabletask_extension")));

        using var started = await host.Http.PostAsync("api/start/FanOut/k", null);
        var links = await started.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(
            "code=" + Uri.EscapeDataString(Key("durabletask_extension")),
            links.GetProperty("statusQueryGetUri").GetString()!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Middleware_works_around_every_invocation()
    {
        await using var host = await TestHost.StartAsync(build: b =>
            b.UseMiddleware(
                async (context, next) =>
                {
                    context.Items["marked"] = "marked by middleware";
                    await next();
                }
            )
        );
        Assert.Equal("marked by middleware", await host.Http.GetStringAsync("api/context"));
    }

    [Fact]
    public async Task Admin_runs_timer_and_event_functions_by_name()
    {
        await using var host = await TestHost.StartAsync();
        using var timer = await host.Http.PostAsJsonAsync("admin/functions/hourly", new { input = "" });
        Assert.Equal(HttpStatusCode.Accepted, timer.StatusCode);
        await host.Recorder.NextAsync<object>("Hourly");

        using var sent = await host.Http.PostAsJsonAsync("admin/functions/Collect", new { input = "by hand" });
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        var batch = await host.Recorder.NextAsync<App.Batch>("Collect");
        Assert.Equal("by hand", Assert.Single(batch.Events).EventBody.ToString());
        Assert.Equal(-1, batch.Events[0].SequenceNumber);

        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.PostAsJsonAsync("admin/functions/Nobody", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Http.PostAsJsonAsync("admin/functions/Item", new { })).StatusCode);
        var status = await host.Http.GetFromJsonAsync<JsonElement>("admin/host/status");
        Assert.Equal("Running", status.GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_durable_api_follows_an_instance_from_its_start_to_its_end()
    {
        await using var host = await TestHost.StartAsync();
        using var started = await host.Http.PostAsync("api/start/Eventful/e1", null);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var links = await started.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("e1", links.GetProperty("id").GetString());
        var statusUri = links.GetProperty("statusQueryGetUri").GetString()!;
        Assert.StartsWith(host.Address.ToString(), statusUri, StringComparison.Ordinal);
        Assert.DoesNotContain("code=", statusUri, StringComparison.Ordinal);

        await host.Durable.WaitForInstanceStartAsync("e1");
        using var running = await host.Http.GetAsync(statusUri);
        Assert.Equal(HttpStatusCode.Accepted, running.StatusCode);
        Assert.Equal(statusUri, running.Headers.Location!.ToString());

        var raise = links.GetProperty("sendEventPostUri").GetString()!.Replace("{eventName}", "go", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, (await host.Http.PostAsJsonAsync(raise, "now")).StatusCode);
        await host.Durable.WaitForInstanceCompletionAsync("e1");
        using var finished = await host.Http.GetAsync(statusUri + "?showHistory=true&showHistoryOutput=true");
        Assert.Equal(HttpStatusCode.OK, finished.StatusCode);
        var status = await finished.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Completed", status.GetProperty("runtimeStatus").GetString());
        Assert.Equal("now", status.GetProperty("output").GetString());
        Assert.Equal("input", status.GetProperty("input").GetString());
        Assert.Contains(status.GetProperty("historyEvents").EnumerateArray(), e => e.GetProperty("EventType").GetString() == "EventRaised");

        Assert.Equal(HttpStatusCode.Gone, (await host.Http.PostAsync(links.GetProperty("terminatePostUri").GetString(), null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.DeleteAsync(links.GetProperty("purgeHistoryDeleteUri").GetString())).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync(statusUri)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await host.Http.PostAsync("runtime/webhooks/durabletask/instances/none/terminate", null)).StatusCode
        );
    }

    [Fact]
    public async Task The_durable_api_terminates_and_lists_page_by_page()
    {
        await using var host = await TestHost.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            (await host.Http.PostAsync($"api/start/Waiting/w{i}", null)).Dispose();
        }
        using var terminated = await host.Http.PostAsync("runtime/webhooks/durabletask/instances/w0/terminate?reason=enough", null);
        Assert.Equal(HttpStatusCode.Accepted, terminated.StatusCode);
        Assert.Equal("Terminated", (await host.Durable.GetInstanceAsync("w0"))!.RuntimeStatus.ToString());

        using var first = await host.Http.GetAsync("runtime/webhooks/durabletask/instances?top=2");
        Assert.Equal(2, (await first.Content.ReadFromJsonAsync<JsonElement>()).GetArrayLength());
        using var request = new HttpRequestMessage(HttpMethod.Get, "runtime/webhooks/durabletask/instances?top=2");
        request.Headers.Add("x-ms-continuation-token", first.Headers.GetValues("x-ms-continuation-token"));
        using var second = await host.Http.SendAsync(request);
        Assert.Equal(
            "w2",
            Assert.Single((await second.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray()).GetProperty("instanceId").GetString()
        );
        Assert.False(second.Headers.Contains("x-ms-continuation-token"));
        Assert.Equal(
            1,
            (
                await host.Http.GetFromJsonAsync<JsonElement>("runtime/webhooks/durabletask/instances?runtimeStatus=Terminated")
            ).GetArrayLength()
        );
    }
}
