using Microsoft.AspNetCore.Http;

namespace Functions.Embedded.Http;

/// <summary>Errors of the host itself, as application/problem+json.</summary>
internal static class Problems
{
    public static Task WriteAsync(HttpContext http, int status, string title, string? detail = null) =>
        Results.Problem(detail, statusCode: status, title: title).ExecuteAsync(http);

    /// <summary>The refusal of a request to the host itself: 401 without a key, 403 with one that opens something else.</summary>
    public static IResult Refuse(HttpContext http, KeyStore keys, string key)
    {
        if (keys.Knows(http.Request))
        {
            return Results.Problem(statusCode: StatusCodes.Status403Forbidden, title: $"The {key} key is needed, not another one.");
        }
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem(statusCode: StatusCodes.Status401Unauthorized, title: $"The {key} key is needed.");
    }

    public static Task UnauthorizedAsync(HttpContext http) =>
        WriteAsync(http, StatusCodes.Status401Unauthorized, "A key is needed.", "Send it as the header x-functions-key or as ?code=.");
}
