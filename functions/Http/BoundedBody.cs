using Microsoft.AspNetCore.Http;

namespace Settlement.Functions.Http;

/// <summary>
/// A request's body that may have so many bytes. The server's own limit would end the connection, so that a client that still sends sees that
/// and not the answer; here the answer is sent, and the server reads on for a while and forgets what it reads.
/// </summary>
internal sealed class BoundedBody(HttpRequest request, long limit) : Stream
{
    private readonly Stream _inner = request.Body;
    private long _read;

    /// <summary>How many bytes there may be.</summary>
    public long Limit { get; set; } = limit;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <exception cref="BadHttpRequestException">There are more bytes than there may be.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (request.ContentLength > Limit)
        {
            throw TooLarge();
        }
        var count = await _inner.ReadAsync(buffer, cancellationToken);
        _read += count;
        return _read <= Limit ? count : throw TooLarge();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A request's body is read asynchronously.");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private BadHttpRequestException TooLarge() => new($"The body may have {Limit} bytes.", StatusCodes.Status413PayloadTooLarge);
}
