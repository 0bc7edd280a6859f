using Microsoft.AspNetCore.Http;

namespace Functions.Embedded.Http;

/// <summary>Errors of the host itself, as application/problem+json.</summary>
internal static class Problems
{
    public static Task WriteAsync(HttpContext http, int status, string title, string? detail = null) =>
        Results.Problem(detail, statusCode: status, title: title).ExecuteAsync(http);

    public static Task UnauthorizedAsync(HttpContext http) =>
        WriteAsync(http, StatusCodes.Status401Unauthorized, "A key is needed.", "Send it as the header x-functions-key or as ?code=.");
}
