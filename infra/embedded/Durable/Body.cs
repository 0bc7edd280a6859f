using System.Text;
using Functions.Embedded.Http;
using Microsoft.AspNetCore.Http;

namespace Functions.Embedded.Durable;

/// <summary>A request's body as JSON text, bounded: it becomes part of a history, which is read again whenever the instance is loaded.</summary>
/// <param name="Json">The text; null where there is none.</param>
/// <param name="Fault">Why it cannot be used; null where it can, or is not there at all.</param>
internal sealed record Body(string? Json, string? Fault)
{
    /// <summary>An input is a reference to data, not the data: the worker's own limit of a message is 4 MB.</summary>
    public const int MaxBytes = 1 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <exception cref="BadHttpRequestException">The body is too large, or does not come.</exception>
    public static async Task<Body> ReadJsonAsync(HttpRequest request)
    {
        var bytes = await request.ReadAsync(MaxBytes);
        if (bytes.Length == 0)
        {
            return new Body(null, null);
        }
        try
        {
            return DurableJson.FindFault(bytes.Span) is { } fault ? new Body(null, fault) : new Body(Strict.GetString(bytes.Span), null);
        }
        catch (DecoderFallbackException)
        {
            return new Body(null, "it is not UTF-8");
        }
    }
}
