using Functions.Embedded.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Embedded.Http;

/// <summary>Maps HTTP functions to their routes.</summary>
internal static class HttpFunctions
{
    public static void Map(IEndpointRouteBuilder app, FunctionCatalog catalog, string routePrefix)
    {
        var keys = app.ServiceProvider.GetRequiredService<KeyStore>();
        var invoker = app.ServiceProvider.GetRequiredService<FunctionInvoker>();
        foreach (var (function, trigger) in catalog.With<HttpTriggerAttribute>())
        {
            var route = (routePrefix.Trim('/') + "/" + (trigger.Route ?? function.Name).TrimStart('/')).TrimStart('/');
            RequestDelegate handler = http => HandleAsync(http, function, trigger, keys, invoker);
            var mapped = trigger.Methods is { Length: > 0 } methods
                ? app.MapMethods(route, methods.Select(m => m.ToUpperInvariant()), handler)
                : app.Map(route, handler);
            mapped.WithDisplayName(function.Name);
        }
    }

    private static async Task HandleAsync(
        HttpContext http,
        FunctionDescriptor function,
        HttpTriggerAttribute trigger,
        KeyStore keys,
        FunctionInvoker invoker
    )
    {
        if (!keys.Allows(http.Request, trigger.AuthLevel))
        {
            await Problems.UnauthorizedAsync(http);
            return;
        }

        var request = new InvocationRequest
        {
            Bind = (parameter, _) => HttpBinding.BindAsync(parameter, http),
            BindingData = http.Request.RouteValues.ToDictionary(v => v.Key, v => v.Value),
            HttpContext = http,
        };
        await RespondAsync(http, await invoker.InvokeAsync(function, request, http.RequestAborted));
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
