using Microsoft.AspNetCore.Http;

namespace Functions.Embedded.Durable;

/// <summary>Who asks.</summary>
internal static class Operator
{
    /// <summary>The name that App Service authentication puts on a request; <c>operator</c> without it.</summary>
    public static string GetName(HttpRequest request) =>
        request.Headers["X-MS-CLIENT-PRINCIPAL-NAME"].FirstOrDefault() is { Length: > 0 } name ? name : "operator";
}
