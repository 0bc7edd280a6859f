using System.Text;
using Azure;
using Azure.Core;

namespace Settlement.Storage.Tests;

/// <summary>What goes wrong with a request on its way to the service, or with the reply on its way back.</summary>
/// <param name="TakesEffect">Whether the service has done what was asked before it goes wrong.</param>
/// <param name="Strike">Makes the reply, or throws what the real transport would.</param>
internal sealed record Fault(bool TakesEffect, Func<HttpMessage, Response> Strike)
{
    public static IReadOnlyDictionary<string, Fault> Named { get; } =
        new Dictionary<string, Fault>
        {
            ["408"] = Refused(408, "OperationTimedOut"),
            ["429"] = Refused(429, "TooManyRequests", ("retry-after-ms", "1")),
            ["500"] = Refused(500, "InternalError"),
            ["503"] = Refused(503, "ServerBusy"),
            // As the real transport reports it: a failed request without a status.
            ["connection reset"] = new(false, _ => throw new RequestFailedException("The connection was reset.")),
            ["reply lost"] = new(true, _ => throw new RequestFailedException("The connection was reset.")),
            ["reply late"] = new(true, _ => throw new TaskCanceledException("The attempt took too long.")),
            ["reply torn"] = new(
                true,
                message => new StubResponse(
                    message.Response.Status,
                    message.Response.Headers.ToDictionary(h => h.Name, h => h.Value),
                    new TornStream()
                )
            ),
        };

    /// <summary>A reply with the service's own account of what it would not do.</summary>
    public static Fault Refused(int status, string code, params (string Name, string Value)[] headers)
    {
        var all = headers.Append(("Content-Type", "application/json;odata=minimalmetadata")).ToDictionary();
        var body = Encoding.UTF8.GetBytes(
            $$"""{ "odata.error": { "code": "{{code}}", "message": { "lang": "en-US", "value": "{{code}}" } } }"""
        );
        return new Fault(false, _ => new StubResponse(status, all, new MemoryStream(body)));
    }

    /// <summary>A page without rows that says where to go on, which the service may answer at any time: here, at the place where the listing is.</summary>
    public static Fault EmptyPage { get; } =
        new(
            false,
            message =>
            {
                var query = message
                    .Request.Uri.Query[1..]
                    .Split('&')
                    .Select(part => part.Split('=', 2))
                    .ToDictionary(part => part[0], part => Uri.UnescapeDataString(part[1]));
                return new StubResponse(
                    200,
                    new Dictionary<string, string>
                    {
                        ["Content-Type"] = "application/json;odata=minimalmetadata",
                        ["x-ms-continuation-NextPartitionKey"] = query["NextPartitionKey"],
                        ["x-ms-continuation-NextRowKey"] = query["NextRowKey"],
                    },
                    new MemoryStream(Encoding.UTF8.GetBytes("""{ "value": [] }"""))
                );
            }
        );

    /// <summary>A reply that as a whole says "accepted" and inside that a write of the batch failed, which is how the service tells it.</summary>
    public static Fault InsideBatch(int status, string code, bool takesEffect) =>
        new(
            takesEffect,
            _ => new StubResponse(
                202,
                new Dictionary<string, string> { ["Content-Type"] = "multipart/mixed; boundary=outer" },
                new MemoryStream(
                    Encoding.UTF8.GetBytes(
                        $$"""
                        --outer
                        Content-Type: multipart/mixed; boundary=inner

                        --inner
                        Content-Type: application/http
                        Content-Transfer-Encoding: binary

                        HTTP/1.1 {{status}} Failed
                        Content-Type: application/json;odata=minimalmetadata

                        { "odata.error": { "code": "{{code}}", "message": { "lang": "en-US", "value": "0:{{code}}" } } }
                        --inner--
                        --outer--

                        """.ReplaceLineEndings("\r\n")
                    )
                )
            )
        );

    /// <summary>The content of a reply whose connection breaks after the headers.</summary>
    private sealed class TornStream : MemoryStream
    {
        // What comes from a connection cannot be sought in, and is therefore read within the attempt.
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("The connection was reset.");

        public override int Read(Span<byte> buffer) => throw new IOException("The connection was reset.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("The connection was reset.");

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            throw new IOException("The connection was reset.");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("The connection was reset.");
    }
}
