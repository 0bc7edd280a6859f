using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;
using Settlement.Functions.Http;

namespace Settlement.Functions.Identity;

/// <summary>
/// Finds out who makes an HTTP request and whether they may: 401 where nobody is known, 403 where the role does not allow it. The principal of App
/// Service authentication is believed where the deployment says that it is on; the operator default exists on a local host alone.
/// </summary>
internal sealed class Identification(IOptions<IdentityOptions> options) : IFunctionsWorkerMiddleware
{
    private static readonly Dictionary<string, AccessLevel> Levels = Find();

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }
        var level = Levels.TryGetValue(context.FunctionDefinition.Name, out var known) ? known : (AccessLevel?)null;
        var caller = FindCaller(http.Request.Headers[ClientPrincipal.Header].FirstOrDefault());
        if (level != AccessLevel.Public && caller is null)
        {
            await RefuseAsync(Problem.Unauthorized("Sign in: the request has no principal that App Service authentication has set."));
            return;
        }
        if (level is null || (level != AccessLevel.Public && !caller!.May(level.Value)))
        {
            await RefuseAsync(Problem.Forbidden($"The roles of '{caller!.Name}' do not allow {context.FunctionDefinition.Name}."));
            return;
        }

        caller?.Attach(http);
        await next(context);

        Task RefuseAsync(IActionResult problem) => problem.ExecuteResultAsync(new ActionContext { HttpContext = http });
    }

    private Caller? FindCaller(string? header) =>
        options.Value switch
        {
            { IsAuthenticated: true } => ClientPrincipal.TryRead(header, out var caller) ? caller : null,
            { LocalOperator: true } => Caller.LocalOperator,
            _ => null,
        };

    private static Dictionary<string, AccessLevel> Find() =>
        typeof(Identification)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Select(method => (method.GetCustomAttribute<FunctionAttribute>()?.Name, method.GetCustomAttribute<AccessAttribute>()?.Level))
            .Where(function => function is { Name: not null, Level: not null })
            .ToDictionary(function => function.Name!, function => function.Level!.Value, StringComparer.Ordinal);
}
