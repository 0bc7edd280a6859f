using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Functions.Embedded.Http;

/// <summary>What is asked of a request's body before it is read.</summary>
internal static class RequestBody
{
    /// <summary>Whether a body comes with the request, be it of unknown length.</summary>
    public static bool HasBody(this HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? request.ContentLength > 0;

    /// <summary>Lets the server refuse a longer body with 413 while it is read.</summary>
    public static void LimitBody(this HttpRequest request, long bytes)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytes;
        }
    }
}
