using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Settlement.Functions.Http;

/// <summary>A response of JSON bytes, written by <see cref="HttpJson"/>.</summary>
internal sealed class JsonContent(int status, ReadOnlyMemory<byte> json, string contentType = "application/json; charset=utf-8")
    : IActionResult
{
    public JsonContent(int status, object value)
        : this(status, HttpJson.Write(value)) { }

    /// <summary>Where to look next, or null.</summary>
    public string? Location { get; init; }

    public static JsonContent Ok(object value) => new(StatusCodes.Status200OK, value);

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = json.Length;
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }
        await response.Body.WriteAsync(json, context.HttpContext.RequestAborted);
    }
}
