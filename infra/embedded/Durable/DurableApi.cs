using System.Text.Json.Nodes;
using Functions.Embedded.Http;
using Functions.Embedded.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Embedded.Durable;

/// <summary>
/// The Durable HTTP API: routes, and what only starts and looks. It needs the durable key or the master key when keys are on.
/// </summary>
/// <remarks>
/// Where the Functions host passes over a status or a time that it cannot read, this refuses it with 400: a purge by a mistyped status
/// would otherwise be a purge of everything.
/// </remarks>
internal static class DurableApi
{
    private const string Continuation = "x-ms-continuation-token";

    /// <summary>How much text of inputs and results a page of a list has before it ends early.</summary>
    private const int MaxPageCharacters = 1 << 20;

    /// <summary>How soon the Functions host asks a client to look again at an instance that runs.</summary>
    private const string LookAgainSeconds = "5";

    /// <summary>How soon it asks for a first look at one that was started.</summary>
    private const string FirstLookSeconds = "10";

    public static void Map(IEndpointRouteBuilder app)
    {
        var starts = app.MapGroup(DurableLinks.Path + "/orchestrators").AddEndpointFilter(RequireKey);
        starts.MapPost("/{name}/{id?}", StartAsync);
        var instances = app.MapGroup(DurableLinks.Path + "/instances").AddEndpointFilter(RequireKey);
        instances.MapGet("", List);
        instances.MapGet("/{id}", Status);
        DurableCommands.Map(instances);
        // There are no durable entities in this host.
        app.MapGet(DurableLinks.Path + "/entities", () => Results.Json(new JsonArray())).AddEndpointFilter(RequireKey);
        app.Map("/runtime/webhooks/{**path}", () => Results.NotFound()).AddEndpointFilter(RequireKey);
    }

    /// <summary>202 with the links of an instance, as a start and a restart answer.</summary>
    public static IResult Links(HttpContext http, HttpManagementPayload links)
    {
        // An id of an earlier version may have characters that no header has.
        http.Response.Headers.Location = new Uri(links.StatusQueryGetUri!).AbsoluteUri;
        http.Response.Headers.RetryAfter = FirstLookSeconds;
        // The fields in the order of the Functions host, which names no address for a rewind here.
        var shown = new JsonObject
        {
            ["id"] = links.Id,
            ["statusQueryGetUri"] = links.StatusQueryGetUri,
            ["sendEventPostUri"] = links.SendEventPostUri,
            ["terminatePostUri"] = links.TerminatePostUri,
            ["purgeHistoryDeleteUri"] = links.PurgeHistoryDeleteUri,
            ["restartPostUri"] = links.RestartPostUri,
            ["suspendPostUri"] = links.SuspendPostUri,
            ["resumePostUri"] = links.ResumePostUri,
        };
        return Results.Json(shown, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>A problem without a status would be the framework's own.</summary>
    public static IResult Problem(int status, string title, string? detail = null) =>
        Results.Problem(detail, statusCode: status, title: title);

    private static ValueTask<object?> RequireKey(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<KeyStore>() is var keys
        && keys.Allows(context.HttpContext.Request, AuthorizationLevel.System)
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.Refuse(context.HttpContext, keys, "durable"));

    private static async Task<IResult> StartAsync(
        string name,
        string? id,
        HttpContext http,
        FunctionCatalog catalog,
        DurableEngine engine,
        DurableLinks links
    )
    {
        if (catalog.Find(name) is not { Trigger: OrchestrationTriggerAttribute } orchestrator)
        {
            return Problem(StatusCodes.Status400BadRequest, $"There is no orchestrator named '{name}'.");
        }

        if (id is not null && !InstanceId.IsFit(id, out var unfit))
        {
            return Problem(StatusCodes.Status400BadRequest, unfit);
        }
        var body = await Body.ReadJsonAsync(http.Request);
        if (body.Fault is { } fault)
        {
            return Problem(StatusCodes.Status400BadRequest, "An orchestrator's input is JSON.", $"The body cannot be the input: {fault}.");
        }
        if (body.Json is not null && !http.Request.HasJsonContentType())
        {
            return Problem(StatusCodes.Status415UnsupportedMediaType, "An orchestrator's input is sent as application/json.");
        }
        try
        {
            const string by = Operator.Name;
            var started = await engine.ScheduleAsync(
                orchestrator.Name,
                body.Json,
                new StartOrchestrationOptions(id),
                new HistoryRow(HistoryEvents.Note("Started"), by)
            );
            engine.Log.Acted(by, "start", started, "");
            return Links(http, links.For(started));
        }
        catch (InvalidOperationException e)
        {
            return Problem(StatusCodes.Status409Conflict, e.Message);
        }
    }

    private static IResult Status(
        string id,
        HttpContext http,
        DurableEngine engine,
        bool showHistory = false,
        bool showHistoryOutput = false,
        bool showInput = true,
        bool returnInternalServerErrorOnFailure = false
    )
    {
        if (engine.Store.Find(id) is not { } row)
        {
            return DurableCommands.NotFound(id);
        }
        var status = InstanceJson.FromRow(row, showInput);
        if (showHistory)
        {
            status["historyEvents"] = HistoryJson.Write(row, engine.Store.History(id), showHistoryOutput);
        }
        if (row.IsFinished)
        {
            var failed = row.Status == Microsoft.DurableTask.Client.OrchestrationRuntimeStatus.Failed && returnInternalServerErrorOnFailure;
            return Results.Json(
                status,
                DurableJson.Answers,
                statusCode: failed ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK
            );
        }

        http.Response.Headers.Location = http.Request.GetEncodedUrl();
        http.Response.Headers.RetryAfter = LookAgainSeconds;
        return Results.Json(status, DurableJson.Answers, statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult List(
        HttpContext http,
        DurableEngine engine,
        int top = 100,
        bool showInput = true,
        string? instanceIdPrefix = null
    )
    {
        if (top is < 1 or > 1000)
        {
            return Problem(StatusCodes.Status400BadRequest, "top is 1 to 1000.");
        }
        if (!InstanceFilter.TryRead(http.Request.Query, out var filter, out var wrong))
        {
            return Problem(StatusCodes.Status400BadRequest, wrong);
        }
        string? after = null;
        if (http.Request.Headers[Continuation].FirstOrDefault() is { Length: > 0 } mark && !ListMark.TryRead(mark, out after))
        {
            return Problem(StatusCodes.Status400BadRequest, $"{Continuation} is not one that a page gave.");
        }
        var query = new InstanceQuery(after, instanceIdPrefix, filter, showInput, WithResults: true);
        var (rows, goesOn) = engine.Store.Page(query, top, MaxPageCharacters);
        if (goesOn)
        {
            http.Response.Headers[Continuation] = ListMark.Write(rows[^1].Id);
        }
        return Results.Json(new JsonArray([.. rows.Select(r => InstanceJson.FromRow(r, showInput))]), DurableJson.Answers);
    }
}
