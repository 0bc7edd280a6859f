using System.Text.Json;
using Functions.Embedded.Invocation;
using Functions.Embedded.Triggers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Http;

/// <summary>The host's own endpoints under /admin. All need the master key when keys are on.</summary>
internal static class AdminApi
{
    /// <summary>An event has at most 1 MB, and JSON may write each of its bytes with six.</summary>
    private const long MaxBodyBytes = 6 << 20;

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/admin");
        group.AddEndpointFilter(RequireMaster);
        group.MapGet(
            "/functions",
            (HttpRequest request, FunctionCatalog catalog) =>
                Results.Json(catalog.All.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => FunctionJson.Write(f, request)))
        );
        group.MapGet(
            "/functions/{name}",
            (string name, HttpRequest request, FunctionCatalog catalog) =>
                catalog.Find(name) is { } function ? Results.Json(FunctionJson.Write(function, request)) : NotFound(name)
        );
        group.MapPost("/functions/{name}", RunAsync);
        group.MapGet("/host/status", (HostStatus status) => Results.Json(status.Write()));
    }

    private static ValueTask<object?> RequireMaster(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<KeyStore>() is var keys
        && keys.Allows(context.HttpContext.Request, AuthorizationLevel.Admin)
            ? next(context)
            : ValueTask.FromResult<object?>(Problems.Refuse(context.HttpContext, keys, "master"));

    private static IResult NotFound(string name) =>
        Results.Problem(statusCode: StatusCodes.Status404NotFound, title: $"There is no function '{name}'.");

    private static string TriggerName(FunctionDescriptor function) => function.Definition.InputBindings.Values.First().Type;

    private static async Task<IResult> RunAsync(
        string name,
        HttpRequest request,
        FunctionCatalog catalog,
        TimerTriggers timers,
        EventHubTriggers eventHubs,
        ILoggerFactory loggers
    )
    {
        if (!request.HasJsonContentType())
        {
            return Results.Problem(statusCode: StatusCodes.Status415UnsupportedMediaType, title: "The body is sent as application/json.");
        }
        if (catalog.Find(name) is not { } function)
        {
            return NotFound(name);
        }

        Func<Task> run;
        switch (function.Trigger)
        {
            case TimerTriggerAttribute:
                run = () => timers.RunByHandAsync(function);
                break;
            case EventHubTriggerAttribute:
                if (await ReadInputAsync(request) is not { } input)
                {
                    return Results.Problem(
                        statusCode: StatusCodes.Status400BadRequest,
                        title: """The body is to be {"input": "the event's body"}."""
                    );
                }

                run = () => eventHubs.RunByHandAsync(function, input);
                break;
            default:
                return Results.Problem(
                    statusCode: StatusCodes.Status400BadRequest,
                    title: $"'{name}' has a {TriggerName(function)}; only timer and event hub functions run by hand."
                );
        }

        // As in Azure, the answer does not wait for the run; how it went is in the log.
        _ = Task.Run(async () =>
        {
            try
            {
                await run();
            }
            catch (Exception e)
            {
                loggers.CreateLogger("Functions.Embedded.Admin").RunByHandFailed(e, function.Name);
            }
        });
        return Results.Accepted();
    }

    private static async Task<string?> ReadInputAsync(HttpRequest request)
    {
        var bytes = await request.ReadAsync(MaxBodyBytes);
        try
        {
            using var body = JsonDocument.Parse(bytes);
            return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("input", out var input)
                ? input.ValueKind == JsonValueKind.String
                    ? input.GetString()
                    : input.GetRawText()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
