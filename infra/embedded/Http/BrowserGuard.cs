using Microsoft.AspNetCore.Http;

namespace Functions.Embedded.Http;

/// <summary>
/// Keeps web pages of other origins out where no key is asked: a browser on this machine reaches the host for whatever page it shows. What
/// a page of another origin sends is refused, and so is a Host name that is not loopback's, which a page gets by binding its own name to
/// 127.0.0.1. A link that is followed to the host, and programs that are no browser, are let through.
/// </summary>
internal sealed class BrowserGuard(RequestDelegate next, KeyStore keys)
{
    public Task InvokeAsync(HttpContext http) =>
        keys.Required || FindFault(http.Request) is not { } fault
            ? next(http)
            : Problems.WriteAsync(http, StatusCodes.Status403Forbidden, "Only this machine's own pages and programs may ask.", fault);

    private static string? FindFault(HttpRequest request)
    {
        if (request.Host.HasValue && !Loopback.IsName(request.Host.Host))
        {
            return "The Host of the request is not a name of this machine's loopback address; use localhost, or turn keys on.";
        }
        if (request.Headers.Origin.FirstOrDefault() is { } origin && !IsOwn(origin, request.Host))
        {
            return "The Origin of the request is another one than that of this host; turn keys on for other origins.";
        }
        // A browser's own word, which a page cannot change. Another port of this machine is "same-site".
        return request.Headers["Sec-Fetch-Site"].FirstOrDefault() is null or "same-origin" or "none" || IsNavigation(request)
            ? null
            : "The request comes from a page of another site; turn keys on for other sites.";
    }

    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase);

    private static bool IsNavigation(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers["Sec-Fetch-Mode"] == "navigate"
        && request.Headers["Sec-Fetch-Dest"] == "document";
}
