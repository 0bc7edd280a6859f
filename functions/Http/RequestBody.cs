using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace Settlement.Functions.Http;

/// <summary>What is asked of a request's body before it is read.</summary>
internal static class RequestBody
{
    /// <summary>How many bytes the body of a request has, unless its function says otherwise.</summary>
    public const long MaxBytes = 1 << 20;

    /// <summary>Bounds the body: who reads more of it throws, which is answered with 413.</summary>
    public static void LimitBody(this HttpRequest request, long bytes)
    {
        if (request.Body is BoundedBody bounded)
        {
            bounded.Limit = bytes;
        }
        else
        {
            request.Body = new BoundedBody(request, bytes);
        }
    }

    /// <summary>
    /// Refuses the body of a POST that is not sent as JSON: a page of another origin can send other types without the browser asking first.
    /// </summary>
    public static IActionResult? FindWrongType(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && HasBody(request) && !request.HasJsonContentType()
            ? Problem.WrongType($"The body is sent as application/json, not as '{request.ContentType}'.")
            : null;

    private static bool HasBody(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? request.ContentLength > 0;
}
