using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;

namespace Functions.Embedded.Durable;

/// <summary>
/// What an operator does to instances through the Durable HTTP API. Each act leaves who did it, when and why: in the log, and in the
/// history of an instance that remains.
/// </summary>
internal static class DurableCommands
{
    public static void Map(RouteGroupBuilder instances)
    {
        instances.MapPost("/{id}/raiseEvent/{eventName}", RaiseAsync);
        instances.MapPost(
            "/{id}/terminate",
            (string id, string? reason, DurableEngine engine) =>
                SendAsync(engine, "terminate", id, reason, HistoryEvents.Terminated(engine.Converter.Serialize(reason)))
        );
        instances.MapPost(
            "/{id}/suspend",
            (string id, string? reason, DurableEngine engine) => SendAsync(engine, "suspend", id, reason, HistoryEvents.Suspended(reason))
        );
        instances.MapPost(
            "/{id}/resume",
            (string id, string? reason, DurableEngine engine) => SendAsync(engine, "resume", id, reason, HistoryEvents.Resumed(reason))
        );
        instances.MapPost("/{id}/restart", RestartAsync);
        instances.MapPost("/{id}/rewind", RewindAsync);
        instances.MapDelete("/{id}", PurgeAsync);
        instances.MapDelete("", PurgeManyAsync);
    }

    public static IResult NotFound(string id) =>
        DurableApi.Problem(StatusCodes.Status404NotFound, $"There is no orchestration instance '{id}'.");

    private static IResult Gone(InstanceRow row) =>
        DurableApi.Problem(StatusCodes.Status410Gone, $"The orchestration instance '{row.Id}' has finished: {row.Status}.");

    private static async Task<IResult> SendAsync(DurableEngine engine, string act, string id, string? reason, HistoryEvent message)
    {
        if (engine.Store.Find(id) is not { } row)
        {
            return NotFound(id);
        }
        if (row.IsFinished)
        {
            return Gone(row);
        }
        const string by = Operator.Name;
        await engine.SendAsync(id, new HistoryRow(message, by));
        engine.Log.Acted(by, act, id, reason ?? "");
        return Results.Accepted();
    }

    private static async Task<IResult> RaiseAsync(string id, string eventName, HttpRequest request, DurableEngine engine)
    {
        if (engine.Store.Find(id) is not { } row)
        {
            return NotFound(id);
        }
        if (!request.HasJsonContentType())
        {
            return DurableApi.Problem(StatusCodes.Status400BadRequest, "An event is sent as application/json.");
        }
        if (await Body.ReadJsonAsync(request) is not { Json: { } payload })
        {
            return DurableApi.Problem(StatusCodes.Status400BadRequest, "An event's payload is JSON that can be stored and shown.");
        }

        // As in Azure, an event for an instance that has finished is accepted, and dropped.
        return row.IsFinished
            ? Results.Accepted()
            : await SendAsync(engine, "raise " + eventName + " to", id, null, HistoryEvents.Raised(eventName, payload));
    }

    private static async Task<IResult> RestartAsync(
        string id,
        HttpContext http,
        DurableEngine engine,
        DurableLinks links,
        bool restartWithNewInstanceId = true
    )
    {
        if (engine.Store.Find(id) is null)
        {
            return DurableApi.Problem(StatusCodes.Status400BadRequest, $"There is no orchestration instance '{id}' to restart.");
        }
        try
        {
            const string by = Operator.Name;
            var restarted = await engine.RestartAsync(id, restartWithNewInstanceId, by);
            engine.Log.Acted(by, "restart", id, restartWithNewInstanceId ? $"as {restarted}" : "under the same id");
            return DurableApi.Links(http, links.For(restarted));
        }
        catch (InvalidOperationException e)
        {
            return DurableApi.Problem(StatusCodes.Status409Conflict, e.Message);
        }
    }

    /// <summary>
    /// 202 when it goes on; 404 for none, 412 for one that has not failed or whose history cannot be rewound.
    /// </summary>
    private static async Task<IResult> RewindAsync(string id, string? reason, DurableEngine engine)
    {
        if (engine.Store.Find(id) is null)
        {
            return NotFound(id);
        }
        try
        {
            const string by = Operator.Name;
            await engine.RewindAsync(id, reason, by);
            engine.Log.Acted(by, "rewind", id, reason ?? "");
            return Results.Accepted();
        }
        catch (RewindRefusedException e)
        {
            return DurableApi.Problem(StatusCodes.Status412PreconditionFailed, e.Message);
        }
    }

    private static async Task<IResult> PurgeAsync(string id, DurableTaskClient client, DurableEngine engine)
    {
        if (engine.Store.Find(id) is not { } row)
        {
            return NotFound(id);
        }
        if (!row.IsFinished)
        {
            return DurableApi.Problem(
                StatusCodes.Status412PreconditionFailed,
                $"The instance '{id}' is {row.Status}; only a finished one is purged."
            );
        }

        var result = await client.PurgeInstanceAsync(id);
        engine.Log.Acted(Operator.Name, "purge", id, "");
        return Results.Json(new { instancesDeleted = result.PurgedInstanceCount });
    }

    private static async Task<IResult> PurgeManyAsync(HttpRequest request, DurableTaskClient client, DurableEngine engine)
    {
        if (!InstanceFilter.TryRead(request.Query, out var filter, out var wrong))
        {
            return DurableApi.Problem(StatusCodes.Status400BadRequest, wrong);
        }
        if (filter.From is null)
        {
            return DurableApi.Problem(StatusCodes.Status400BadRequest, "Purging many needs createdTimeFrom.");
        }
        var result = await client.PurgeAllInstancesAsync(new PurgeInstancesFilter(filter.From, filter.To, filter.Statuses));
        engine.Log.Purged(Operator.Name, result.PurgedInstanceCount, request.QueryString.Value ?? "");
        return result.PurgedInstanceCount == 0
            ? DurableApi.Problem(StatusCodes.Status404NotFound, "No finished instance fits.")
            : Results.Json(new { instancesDeleted = result.PurgedInstanceCount });
    }
}
