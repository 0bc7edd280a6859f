using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Functions.Embedded.Durable;

/// <summary>A request's body as JSON text.</summary>
/// <param name="Json">The text; null where there is none.</param>
/// <param name="IsReadable">Whether it is JSON, or not there at all.</param>
internal sealed record Body(string? Json, bool IsReadable)
{
    public static async Task<Body> ReadJsonAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        if (text.Length == 0)
        {
            return new Body(null, true);
        }
        try
        {
            using var document = JsonDocument.Parse(text);
            return new Body(text, true);
        }
        catch (JsonException)
        {
            return new Body(null, false);
        }
    }
}
