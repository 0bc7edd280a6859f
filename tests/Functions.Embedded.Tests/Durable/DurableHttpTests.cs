using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.DurableTask;

namespace Functions.Embedded.Tests.Durable;

/// <summary>The Durable HTTP API: status codes, bodies and headers as the Functions host has them.</summary>
public sealed class DurableHttpTests : IAsyncLifetime
{
    private const string Api = "runtime/webhooks/durabletask/";
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_start_answers_with_the_links_and_the_input_is_the_body()
    {
        using var body = Json("3");
        using var started = await _host.Http.PostAsync($"{Api}orchestrators/fanout/started", body);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var links = await started.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(links.GetProperty("statusQueryGetUri").GetString(), started.Headers.Location!.ToString());
        Assert.Equal(
            [
                "id",
                "purgeHistoryDeleteUri",
                "restartPostUri",
                "resumePostUri",
                "sendEventPostUri",
                "statusQueryGetUri",
                "suspendPostUri",
                "terminatePostUri",
            ],
            links.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)
        );
        var done = await _host.Durable.WaitForInstanceCompletionAsync("started", true);
        Assert.Equal(("FanOut", 3), (done.Name, done.ReadInputAs<int>()));
    }

    [Theory]
    [InlineData("Nobody", "", HttpStatusCode.BadRequest)]
    [InlineData("Square", "1", HttpStatusCode.BadRequest)]
    [InlineData("FanOut", "{", HttpStatusCode.BadRequest)]
    [InlineData("Waiting", "", HttpStatusCode.Accepted)]
    public async Task A_start_needs_an_orchestrator_and_json(string name, string input, HttpStatusCode status)
    {
        using var body = Json(input);
        Assert.Equal(status, (await _host.Http.PostAsync($"{Api}orchestrators/{name}", body)).StatusCode);
    }

    [Fact]
    public async Task A_start_and_a_restart_of_an_id_that_runs_are_conflicts()
    {
        await _host.Durable.ScheduleNewOrchestrationInstanceAsync("Waiting", new StartOrchestrationOptions("w"));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync("orchestrators/Waiting/w"));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync("instances/w/restart?restartWithNewInstanceId=false"));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync("instances/w/restart"));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync("instances/none/restart"));
    }

    [Fact]
    public async Task The_status_of_a_failed_instance_is_200_or_500_as_it_is_asked_for()
    {
        _host.Recorder.On["Flaky"] = _ => throw new IOException("down");
        await _host.Durable.ScheduleNewOrchestrationInstanceAsync("Failing", "in", new StartOrchestrationOptions("f"));
        await _host.Durable.WaitForInstanceCompletionAsync("f");
        using var usual = await _host.Http.GetAsync($"{Api}instances/f");
        using var asked = await _host.Http.GetAsync($"{Api}instances/f?returnInternalServerErrorOnFailure=true&showInput=false");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.InternalServerError), (usual.StatusCode, asked.StatusCode));
        Assert.Equal("in", (await usual.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("input").GetString());
        var status = await asked.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(JsonValueKind.Null, status.GetProperty("input").ValueKind);
        Assert.False(status.TryGetProperty("historyEvents", out _));
        Assert.Contains("down", status.GetProperty("output").GetString(), StringComparison.Ordinal);
        Assert.Matches("^....-..-..T..:..:..Z$", status.GetProperty("createdTime").GetString());
    }

    [Fact]
    public async Task A_history_has_the_events_of_the_functions_host()
    {
        _host.Recorder.On["Flaky"] = _ => throw new IOException("down");
        await _host.Durable.ScheduleNewOrchestrationInstanceAsync("Guardian", new StartOrchestrationOptions("g"));
        await _host.Durable.WaitForInstanceCompletionAsync("g");
        var history = await HistoryAsync("g", "&showHistoryOutput=true");
        Assert.Equal(
            ["ExecutionStarted", "TaskCompleted", "SubOrchestrationInstanceFailed", "ExecutionCompleted"],
            history.Select(e => e.GetProperty("EventType").GetString())
        );
        Assert.Equal("Guardian", history[0].GetProperty("FunctionName").GetString());
        Assert.Equal(("Square", 4), (history[1].GetProperty("FunctionName").GetString(), history[1].GetProperty("Result").GetInt32()));
        Assert.True(history[1].GetProperty("ScheduledTime").GetDateTime() <= history[1].GetProperty("Timestamp").GetDateTime());
        Assert.Contains("down", history[2].GetProperty("Reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("Failed", history[3].GetProperty("OrchestrationStatus").GetString());
        Assert.False((await HistoryAsync("g"))[1].TryGetProperty("Result", out _));
    }

    [Fact]
    public async Task What_is_under_way_is_in_the_history_as_it_was_asked_for()
    {
        await _host.Durable.ScheduleNewOrchestrationInstanceAsync("Waiting", new StartOrchestrationOptions("w"));
        await _host.Durable.WaitForInstanceStartAsync("w");
        var history = await HistoryAsync("w");
        Assert.Equal(["ExecutionStarted", "TimerCreated"], history.Select(e => e.GetProperty("EventType").GetString()));
        Assert.Equal(
            TimeSpan.FromHours(3),
            history[1].GetProperty("FireAt").GetDateTime() - history[1].GetProperty("Timestamp").GetDateTime()
        );
        using var status = await _host.Http.GetAsync($"{Api}instances/w?showInput=false");
        Assert.Equal(HttpStatusCode.Accepted, status.StatusCode);
        Assert.Equal(new Uri(_host.Address, $"{Api}instances/w?showInput=false"), status.Headers.Location);
        Assert.Equal(TimeSpan.FromSeconds(5), status.Headers.RetryAfter!.Delta);
    }

    [Theory]
    [InlineData("none", "application/json", "1", HttpStatusCode.NotFound)]
    [InlineData("done", "application/json", "1", HttpStatusCode.Accepted)]
    [InlineData("done", "text/plain", "{", HttpStatusCode.BadRequest)]
    [InlineData("waits", "text/plain", "1", HttpStatusCode.BadRequest)]
    [InlineData("waits", "application/json", "{", HttpStatusCode.BadRequest)]
    [InlineData("waits", "application/json", "", HttpStatusCode.BadRequest)]
    [InlineData("waits", "application/json", "\"now\"", HttpStatusCode.Accepted)]
    public async Task An_event_is_json_and_is_dropped_by_an_instance_that_has_ended(
        string id,
        string type,
        string body,
        HttpStatusCode status
    )
    {
        await _host.Durable.ScheduleNewOrchestrationInstanceAsync("FanOut", 0, new StartOrchestrationOptions("done"));
        await _host.Durable.ScheduleNewOrchestrationInstanceAsync("Eventful", new StartOrchestrationOptions("waits"));
        await _host.Durable.WaitForInstanceCompletionAsync("done");
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        Assert.Equal(status, (await _host.Http.PostAsync($"{Api}instances/{id}/raiseEvent/go", content)).StatusCode);
        if (status == HttpStatusCode.Accepted && id == "waits")
        {
            Assert.Equal("now", (await _host.Durable.WaitForInstanceCompletionAsync("waits", true)).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task Every_act_leaves_who_and_why_in_the_log_and_in_the_history()
    {
        await _host.Durable.ScheduleNewOrchestrationInstanceAsync("Waiting", new StartOrchestrationOptions("w"));
        // A header makes nobody else.
        using var alice = new HttpClient
        {
            BaseAddress = _host.Address,
            DefaultRequestHeaders = { { "X-MS-CLIENT-PRINCIPAL-NAME", "alice@example.org" } },
        };
        foreach (var act in new[] { "suspend?reason=price%20missing", "resume?reason=it%20came", "terminate?reason=enough" })
        {
            Assert.Equal(HttpStatusCode.Accepted, (await alice.PostAsync($"{Api}instances/w/{act}", null)).StatusCode);
        }
        await _host.Durable.WaitForInstanceCompletionAsync("w");
        Assert.Equal(
            [("ExecutionSuspended", "price missing"), ("ExecutionResumed", "it came"), ("ExecutionTerminated", "enough")],
            (await HistoryAsync("w"))
                .Where(e => e.TryGetProperty("By", out var by) && by.GetString() == "operator")
                .Select(e => (e.GetProperty("EventType").GetString(), e.GetProperty("Reason").GetString()))
        );

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync("instances/w/restart?restartWithNewInstanceId=false"));
        await _host.Durable.WaitForInstanceStartAsync("w");
        var first = (await HistoryAsync("w"))[0];
        Assert.Equal(
            ("GenericEvent", "Restarted from w", "operator"),
            (first.GetProperty("EventType").GetString(), first.GetProperty("Data").GetString(), first.GetProperty("By").GetString())
        );
        Assert.Contains("Warning: operator asked to suspend orchestration w: price missing ", _host.Log);
        Assert.Contains("Warning: operator asked to restart orchestration w: under the same id ", _host.Log);
        await PostAsync("instances/w/terminate");
        await alice.DeleteAsync(new Uri($"{Api}instances/w", UriKind.Relative));
        Assert.Contains("Warning: operator asked to purge orchestration w:  ", _host.Log);
    }

    [Fact]
    public async Task A_purge_takes_finished_instances_of_the_states_and_times_that_are_named()
    {
        foreach (var (orchestrator, id) in new[] { ("FanOut", "completed"), ("Waiting", "terminated"), ("Waiting", "running") })
        {
            await _host.Durable.ScheduleNewOrchestrationInstanceAsync(orchestrator, 0, new StartOrchestrationOptions(id));
        }
        await PostAsync("instances/terminated/terminate");
        await _host.Durable.WaitForInstanceCompletionAsync("completed");
        await _host.Durable.WaitForInstanceCompletionAsync("terminated");
        var yesterday = DateTimeOffset.UtcNow.AddDays(-1).ToString("s");
        Assert.Equal((HttpStatusCode.BadRequest, 0), await PurgeAsync("instances?runtimeStatus=Completed"));
        Assert.Equal((HttpStatusCode.BadRequest, 0), await PurgeAsync($"instances?createdTimeFrom={yesterday}&runtimeStatus=Complete"));
        Assert.Equal((HttpStatusCode.BadRequest, 0), await PurgeAsync("instances?createdTimeFrom=yesterday"));
        Assert.Equal((HttpStatusCode.NotFound, 0), await PurgeAsync($"instances?createdTimeFrom={yesterday}&createdTimeTo={yesterday}"));
        Assert.Equal((HttpStatusCode.PreconditionFailed, 0), await PurgeAsync("instances/running"));
        Assert.Equal((HttpStatusCode.NotFound, 0), await PurgeAsync("instances/none"));
        Assert.Equal((HttpStatusCode.OK, 1), await PurgeAsync($"instances?createdTimeFrom={yesterday}&runtimeStatus=Terminated,Failed"));
        Assert.Equal((HttpStatusCode.OK, 1), await PurgeAsync($"instances?createdTimeFrom={yesterday}"));
        Assert.Equal(["running"], await IdsAsync(""));
    }

    [Fact]
    public async Task A_list_is_filtered_by_states_times_and_prefix()
    {
        await _host.Durable.ScheduleNewOrchestrationInstanceAsync("FanOut", 0, new StartOrchestrationOptions("a-done"));
        await _host.Durable.ScheduleNewOrchestrationInstanceAsync("Waiting", new StartOrchestrationOptions("a-waits"));
        await _host.Durable.ScheduleNewOrchestrationInstanceAsync("Waiting", new StartOrchestrationOptions("b-held"));
        await _host.Durable.SuspendInstanceAsync("b-held");
        await _host.Durable.WaitForInstanceCompletionAsync("a-done");
        Assert.Equal(["a-done", "a-waits"], await IdsAsync("?instanceIdPrefix=a-"));
        Assert.Equal(["a-done", "b-held"], await IdsAsync("?runtimeStatus=Completed,Suspended"));
        Assert.Equal(["a-done", "b-held"], await IdsAsync("?runtimeStatus=completed&runtimeStatus=suspended"));
        Assert.Empty(await IdsAsync("?runtimeStatus=Canceled"));
        Assert.Empty(await IdsAsync($"?createdTimeFrom={DateTimeOffset.UtcNow.AddDays(1):s}"));
        Assert.Equal(3, (await IdsAsync($"?createdTimeTo={DateTimeOffset.UtcNow.AddDays(1):s}")).Count);
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.Http.GetAsync($"{Api}instances?runtimeStatus=Waiting")).StatusCode);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private async Task<HttpStatusCode> PostAsync(string path)
    {
        using var answer = await _host.Http.PostAsync(Api + path, null);
        return answer.StatusCode;
    }

    private async Task<(HttpStatusCode Status, int Purged)> PurgeAsync(string path)
    {
        using var answer = await _host.Http.DeleteAsync(Api + path);
        return (
            answer.StatusCode,
            answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("instancesDeleted").GetInt32()
                : 0
        );
    }

    private async Task<List<string?>> IdsAsync(string query) =>
        [
            .. (await _host.Http.GetFromJsonAsync<JsonElement>($"{Api}instances{query}"))
                .EnumerateArray()
                .Select(i => i.GetProperty("instanceId").GetString()),
        ];

    private async Task<List<JsonElement>> HistoryAsync(string id, string query = "") =>
        [
            .. (await _host.Http.GetFromJsonAsync<JsonElement>($"{Api}instances/{id}?showHistory=true{query}"))
                .GetProperty("historyEvents")
                .EnumerateArray(),
        ];
}
