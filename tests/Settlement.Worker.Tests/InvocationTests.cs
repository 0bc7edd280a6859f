using System.Net;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;
using Settlement.Worker.Tests.Contract;
using Settlement.Worker.Tests.Host;

namespace Settlement.Worker.Tests;

/// <summary>Invocations of each kind of function, of those that need the ledger and the Durable extension alone.</summary>
[Collection(AppCollection.Name)]
public sealed class InvocationTests(LoadedApp app)
{
    private const string Run = """{"Day":"2026-06-16","Run":"SF","Attempt":1,"WaitSeconds":300}""";

    [Fact]
    public async Task An_http_function_answers_by_the_workers_own_endpoint()
    {
        var body = await GetAsync("GetLive", "health/live", [], HttpStatusCode.OK);
        Assert.Equal("live", body.GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_http_function_gets_its_query_and_reads_the_ledger()
    {
        var body = await GetAsync("GetCalendar", "calendar?from=2026-06-16&to=2026-06-16&limit=1", [], HttpStatusCode.OK);
        Assert.Single(body.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task An_http_function_gets_its_route_and_a_problem_keeps_its_status()
    {
        var body = await GetAsync("GetSettlementDay", "settlement/2026-06-16", new() { ["day"] = "2026-06-16" }, HttpStatusCode.NotFound);
        Assert.Equal("No run of 2026-06-16 was started.", body.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task An_http_function_starts_an_orchestration_by_its_durable_client()
    {
        var route = new Dictionary<string, string> { ["day"] = "2026-06-17", ["run"] = "SF" };
        var (invocation, answer) = await app.Host.SendAsync(
            app.Function("StartSettlement"),
            HttpMethod.Post,
            Address("settlement/2026-06-17/SF"),
            route
        );
        using (answer)
        {
            Succeeded(invocation);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.Equal(new Uri($"{DurableExtension.HttpApi}/instances/settle-2026-06-17-SF-1?code=KEY"), answer.Headers.Location);
        }

        var start = Assert.Single(app.Host.Durable.Starts);
        Assert.Equal(("settle-2026-06-17-SF-1", "SettlementRun_2"), (start.InstanceId, start.Name));
        Assert.Equal("""{"Day":"2026-06-17","Run":"SF","Attempt":1,"WaitSeconds":300}""", start.Input);
    }

    [Fact]
    public async Task A_timer_function_answers()
    {
        var timer = """
            {"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"2026-06-16T00:50:00Z","Next":"2026-06-16T01:50:00Z",
            "LastUpdated":"2026-06-16T00:50:00Z"},"IsPastDue":false}
            """;
        Succeeded(await app.Host.InvokeAsync(app.Function("VerifyLedger"), new TypedData { Json = timer }));
    }

    [Fact]
    public async Task An_activity_answers()
    {
        var input = """{"Count":{"Day":"2026-06-16","Of":"SF-1","Cut":{"Readings":[],"Market":[]}},"Group":0,"Groups":16}""";
        Succeeded(await app.Host.InvokeAsync(app.Function("CountGroup"), new TypedData { String = input }));
    }

    [Fact]
    public async Task An_activity_that_fails_says_of_which_run_and_step()
    {
        var input = $$"""{"Run":{{Run}},"LastChance":false}""";
        var invocation = await app.Host.InvokeAsync(app.Function("TryOpenRun"), new TypedData { String = input });
        Assert.Equal(StatusResult.Types.Status.Failure, invocation.Result.Status);
        // The Durable extension reads what failed from the message.
        using var failure = JsonDocument.Parse(invocation.Result.Exception.Message);
        Assert.Equal("Settlement.Runs.Scheduling.RunStepException", failure.RootElement.GetProperty("errorType").GetString());
        Assert.StartsWith(
            "TryOpenRun: InvalidOperationException: The part 'positions' of attempt 1 of run SF of 2026-06-16",
            failure.RootElement.GetProperty("errorMessage").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_orchestrator_takes_its_first_turn()
    {
        var started = Timestamp.FromDateTime(new DateTime(2026, 6, 25, 9, 0, 0, DateTimeKind.Utc));
        var instance = new OrchestrationInstance { InstanceId = "settle-2026-06-16-SF-1", ExecutionId = "1" };
        var turn = new OrchestratorRequest
        {
            InstanceId = instance.InstanceId,
            ExecutionId = instance.ExecutionId,
            NewEvents =
            {
                new HistoryEvent
                {
                    EventId = -1,
                    Timestamp = started,
                    ExecutionStarted = new ExecutionStartedEvent
                    {
                        Name = "SettlementRun_2",
                        Input = Run,
                        OrchestrationInstance = instance,
                    },
                },
            },
        };

        var invocation = await app.Host.InvokeAsync(
            app.Function("SettlementRun_2"),
            new TypedData { String = Convert.ToBase64String(turn.ToByteArray()) }
        );

        Succeeded(invocation);
        var response = OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(invocation.ReturnValue.String));
        Assert.Equal(instance.InstanceId, response.InstanceId);
        var activity = Assert.Single(response.Actions).ScheduleTask;
        Assert.Equal("RecordHubPositions", activity.Name);
        using var input = JsonDocument.Parse(activity.Input);
        Assert.Equal("2026-06-16", Assert.Single(input.RootElement.EnumerateArray()).GetProperty("Day").GetString());
    }

    private async Task<JsonElement> GetAsync(string name, string path, Dictionary<string, string> route, HttpStatusCode expected)
    {
        var (invocation, answer) = await app.Host.SendAsync(app.Function(name), HttpMethod.Get, Address(path), route);
        using (answer)
        {
            Succeeded(invocation);
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == expected, $"{answer.StatusCode}: {body}");
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
    }

    private Uri Address(string path) => new(app.HttpEndpoint, $"api/{path}");

    private static void Succeeded(InvocationResponse invocation) =>
        Assert.True(invocation.Result.Status == StatusResult.Types.Status.Success, invocation.Result.Exception?.ToString());
}
