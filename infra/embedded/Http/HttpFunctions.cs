using Functions.Embedded.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Functions.Embedded.Http;

/// <summary>Maps HTTP functions to their routes.</summary>
internal static class HttpFunctions
{
    public static void Map(IEndpointRouteBuilder app, FunctionCatalog catalog, string routePrefix)
    {
        var keys = app.ServiceProvider.GetRequiredService<KeyStore>();
        var invoker = app.ServiceProvider.GetRequiredService<FunctionInvoker>();
        var log = app.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("Functions.Embedded.Http");
        foreach (var (function, trigger) in catalog.With<HttpTriggerAttribute>())
        {
            var route = (routePrefix.Trim('/') + "/" + (trigger.Route ?? function.Name).TrimStart('/')).TrimStart('/');
            RequestDelegate handler = http => HandleAsync(http, function, trigger, keys, invoker, log);
            if (trigger.Methods is { Length: > 0 } methods)
            {
                app.MapMethods(route, methods.Select(m => m.ToUpperInvariant()), handler);
            }
            else
            {
                app.Map(route, handler);
            }
        }
    }

    private static async Task HandleAsync(
        HttpContext http,
        FunctionDescriptor function,
        HttpTriggerAttribute trigger,
        KeyStore keys,
        FunctionInvoker invoker,
        ILogger log
    )
    {
        if (!keys.Allows(http.Request, trigger.AuthLevel))
        {
            await Problems.UnauthorizedAsync(http);
            return;
        }

        try
        {
            var request = new InvocationRequest
            {
                Bind = (parameter, _) => HttpBinding.BindAsync(parameter, http),
                BindingData = http.Request.RouteValues.ToDictionary(v => v.Key, v => v.Value),
                HttpContext = http,
            };
            await RespondAsync(http, await invoker.InvokeAsync(function, request, http.RequestAborted));
        }
        catch (HttpBindingException e) when (!http.Response.HasStarted)
        {
            await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, "The request does not fit.", e.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (Exception e)
        {
            log.FunctionFailed(e, function.Name, http.Request.Method, http.Request.Path);
            if (http.Response.HasStarted)
            {
                http.Abort();
            }
            else
            {
                await Problems.WriteAsync(http, StatusCodes.Status500InternalServerError, "The function failed.");
            }
        }
    }

    private static Task RespondAsync(HttpContext http, object? result) =>
        result switch
        {
            null => Task.CompletedTask,
            IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
            IResult answer => answer.ExecuteAsync(http),
            string text => Results.Text(text).ExecuteAsync(http),
            _ => new OkObjectResult(result).ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        };
}
