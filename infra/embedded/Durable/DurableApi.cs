using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Functions.Embedded.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Embedded.Durable;

/// <summary>The Durable HTTP API. It needs the durable key or the master key when keys are on.</summary>
internal static class DurableApi
{
    private const string Continuation = "x-ms-continuation-token";

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(DurableLinks.Path + "/instances");
        group.AddEndpointFilter(RequireKey);
        group.MapGet("", List);
        group.MapGet("/{id}", Status);
        group.MapDelete("/{id}", PurgeAsync);
        group.MapDelete("", PurgeManyAsync);
        group.MapPost("/{id}/terminate", (string id, string? reason, DurableTaskClient client, DurableEngine engine) =>
            TellAsync(engine, id, () => client.TerminateInstanceAsync(id, (object?)reason)));
        group.MapPost("/{id}/suspend", (string id, string? reason, DurableTaskClient client, DurableEngine engine) =>
            TellAsync(engine, id, () => client.SuspendInstanceAsync(id, reason)));
        group.MapPost("/{id}/resume", (string id, string? reason, DurableTaskClient client, DurableEngine engine) =>
            TellAsync(engine, id, () => client.ResumeInstanceAsync(id, reason)));
        group.MapPost("/{id}/raiseEvent/{eventName}", RaiseAsync);
        group.MapPost("/{id}/restart", RestartAsync);
        group.MapPost("/{id}/rewind", (string id) => Results.Problem(
            statusCode: StatusCodes.Status501NotImplemented, title: "The embedded host does not rewind yet.", detail: $"Restart '{id}' instead."));
    }

    private static ValueTask<object?> RequireKey(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<KeyStore>().Allows(context.HttpContext.Request, AuthorizationLevel.System)
            ? next(context)
            : ValueTask.FromResult<object?>(Results.Problem(statusCode: StatusCodes.Status401Unauthorized, title: "The durable key is needed."));

    private static IResult Status(
        string id, HttpContext http, DurableEngine engine, DurableLinks links, bool showHistory = false, bool showHistoryOutput = false, bool showInput = true)
    {
        if (engine.Store.Find(id) is not { } row) return NotFound(id);
        var status = Describe(row, showInput);
        if (showHistory) status["historyEvents"] = new JsonArray([.. engine.Store.History(id).Select(e => DescribeEvent(e, showHistoryOutput))]);
        if (row.IsFinished) return Results.Json(status);
        http.Response.Headers.Location = links.For(id).StatusQueryGetUri;
        http.Response.Headers.RetryAfter = "1";
        return Results.Json(status, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult List(
        HttpContext http,
        DurableEngine engine,
        string? runtimeStatus = null,
        DateTimeOffset? createdTimeFrom = null,
        DateTimeOffset? createdTimeTo = null,
        string? instanceIdPrefix = null,
        int top = 100,
        bool showInput = true)
    {
        if (top is < 1 or > 1000) return Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: "top is 1 to 1000.");
        if (!TryStatuses(runtimeStatus, out var statuses))
        {
            return Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: $"'{runtimeStatus}' has an unknown status.");
        }

        var after = http.Request.Headers[Continuation].FirstOrDefault();
        var rows = engine.Store.Page(after, instanceIdPrefix, createdTimeFrom?.UtcTicks, createdTimeTo?.UtcTicks, statuses, top + 1);
        if (rows.Count > top) http.Response.Headers[Continuation] = rows[top - 1].Id;
        return Results.Json(new JsonArray([.. rows.Take(top).Select(r => Describe(r, showInput))]));
    }

    private static async Task<IResult> TellAsync(DurableEngine engine, string id, Func<Task> tell)
    {
        if (engine.Store.Find(id) is not { } row) return NotFound(id);
        if (row.IsFinished) return Gone(id);
        await tell();
        return Results.Accepted();
    }

    private static async Task<IResult> RaiseAsync(string id, string eventName, HttpRequest request, DurableTaskClient client, DurableEngine engine)
    {
        JsonElement? payload = null;
        if (request.ContentLength is not 0)
        {
            try
            {
                payload = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            }
            catch (JsonException)
            {
                return Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: "An event's payload is JSON.");
            }
        }

        return await TellAsync(engine, id, () => client.RaiseEventAsync(id, eventName, payload));
    }

    private static async Task<IResult> RestartAsync(
        string id, DurableTaskClient client, DurableEngine engine, DurableLinks links, bool restartWithNewInstanceId = true)
    {
        if (engine.Store.Find(id) is not { } row) return NotFound(id);
        if (!row.IsFinished && !restartWithNewInstanceId)
        {
            return Results.Problem(statusCode: StatusCodes.Status409Conflict, title: $"The instance '{id}' is still {row.Status}.");
        }

        var restarted = links.For(await client.RestartAsync(id, restartWithNewInstanceId));
        return Results.Json(restarted, new JsonSerializerOptions(JsonSerializerDefaults.Web), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> PurgeAsync(string id, DurableTaskClient client, DurableEngine engine)
    {
        if (engine.Store.Find(id) is not { } row) return NotFound(id);
        if (!row.IsFinished) return Results.Problem(statusCode: StatusCodes.Status409Conflict, title: $"The instance '{id}' is still {row.Status}.");
        var result = await client.PurgeInstanceAsync(id);
        return Results.Json(new { instancesDeleted = result.PurgedInstanceCount });
    }

    private static async Task<IResult> PurgeManyAsync(
        DurableTaskClient client, string? runtimeStatus = null, DateTimeOffset? createdTimeFrom = null, DateTimeOffset? createdTimeTo = null)
    {
        if (createdTimeFrom is null || !TryStatuses(runtimeStatus, out var statuses))
        {
            return Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: "Purging many needs createdTimeFrom, and known statuses.");
        }

        var result = await client.PurgeAllInstancesAsync(new PurgeInstancesFilter(createdTimeFrom, createdTimeTo, statuses));
        return result.PurgedInstanceCount == 0
            ? Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "No finished instance fits.")
            : Results.Json(new { instancesDeleted = result.PurgedInstanceCount });
    }

    private static bool TryStatuses(string? text, out List<OrchestrationRuntimeStatus>? statuses)
    {
        statuses = null;
        foreach (var name in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Enum.TryParse<OrchestrationRuntimeStatus>(name, true, out var status)) return false;
            (statuses ??= []).Add(status);
        }

        return true;
    }

    private static IResult NotFound(string id) =>
        Results.Problem(statusCode: StatusCodes.Status404NotFound, title: $"There is no orchestration instance '{id}'.");

    private static IResult Gone(string id) =>
        Results.Problem(statusCode: StatusCodes.Status410Gone, title: $"The orchestration instance '{id}' has finished.");

    private static JsonObject Describe(InstanceRow row, bool showInput) => new()
    {
        ["name"] = row.Name,
        ["instanceId"] = row.Id,
        ["runtimeStatus"] = row.Status.ToString(),
        ["input"] = showInput ? Json(row.Input) : null,
        ["customStatus"] = Json(row.CustomStatus),
        ["output"] = row.Failure is { } failure ? FailureJson.Read(failure).ErrorMessage : Json(row.Output),
        ["createdTime"] = Time(row.Created),
        ["lastUpdatedTime"] = Time(row.Updated),
    };

    private static JsonObject DescribeEvent(HistoryEvent e, bool withPayload)
    {
        var described = new JsonObject { ["EventType"] = e.Kind.ToString(), ["Timestamp"] = e.At == 0 ? null : Time(e.At) };
        if (e.Name is not null) described["Name"] = e.Name;
        if (e.TaskId >= 0) described["TaskId"] = e.TaskId;
        if (withPayload && e.Payload is not null) described["Result"] = Json(e.Payload);
        return described;
    }

    private static JsonNode? Json(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string Time(long ticks) => new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
