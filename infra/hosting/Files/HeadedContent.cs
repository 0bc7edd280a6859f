namespace Settlement.Hosting.Files;

/// <summary>A stream of which the first bytes have been read already; they are read again first.</summary>
internal sealed class HeadedContent(ReadOnlyMemory<byte> head, Stream rest) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _head = head;

    /// <summary>Reads the first bytes of a stream; fewer where it has no more.</summary>
    public static ReadOnlyMemory<byte> ReadHead(Stream content, int bytes)
    {
        var head = new byte[bytes];
        return head.AsMemory(0, content.ReadAtLeast(head, bytes, throwOnEndOfStream: false));
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_head.IsEmpty)
        {
            return rest.Read(buffer, offset, count);
        }
        var taken = Math.Min(count, _head.Length);
        _head[..taken].CopyTo(buffer.AsMemory(offset));
        _head = _head[taken..];
        return taken;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }
        base.Dispose(disposing);
    }
}
