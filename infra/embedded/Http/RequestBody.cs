using Microsoft.AspNetCore.Http;

namespace Functions.Embedded.Http;

/// <summary>What is asked of a request's body before it is read.</summary>
internal static class RequestBody
{
    /// <summary>
    /// Reads a body that may have so many bytes. The server's own limit would end the connection, so that a client that still sends sees that
    /// and not the answer.
    /// </summary>
    /// <exception cref="BadHttpRequestException">There are more, or they do not come.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(this HttpRequest request, long maxBytes)
    {
        var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (request.ContentLength is null || request.ContentLength <= maxBytes)
        {
            var count = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted);
            if (count == 0)
            {
                return read.GetBuffer().AsMemory(0, (int)read.Length);
            }
            if (read.Length + count > maxBytes)
            {
                break;
            }
            read.Write(buffer, 0, count);
        }

        throw new BadHttpRequestException($"The body may have {maxBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
    }
}
