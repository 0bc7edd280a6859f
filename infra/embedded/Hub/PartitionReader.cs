using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Azure.Messaging.EventHubs;
using Microsoft.Win32.SafeHandles;

namespace Functions.Embedded.Hub;

/// <summary>Reads one partition forward. A large body goes from the file straight into its own array; small records share one pooled buffer.</summary>
internal sealed class PartitionReader(PartitionLog log, long sequence) : IDisposable
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(256 << 10);
    private Segment? _segment;
    private SafeFileHandle? _file;
    private long _bufferAt;
    private int _start;
    private int _end;

    /// <summary>The sequence number of the event read next.</summary>
    public long Next { get; private set; } = sequence;

    /// <summary>Bytes of the event read last.</summary>
    public int LastSize { get; private set; }

    private long Position => _bufferAt + _start;

    public bool TryRead([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out EventData? data)
    {
        data = null;
        if (!TryHeader(out var header))
        {
            return false;
        }
        data = ReadRecord(header);
        return true;
    }

    /// <summary>The size on disk of the next event, without reading it; 0 when there is none.</summary>
    public int PeekSize() => TryHeader(out var header) ? RecordFormat.HeaderSize + header.PayloadLength : 0;

    public bool TryReadHeader(out long sequence, out long offset, out long ticks)
    {
        (sequence, offset, ticks) = (0, 0, 0);
        if (!TryHeader(out var header))
        {
            return false;
        }
        (sequence, offset, ticks) = (header.Sequence, _segment!.BaseOffset + Position, header.Ticks);
        Skip(RecordFormat.HeaderSize + header.PayloadLength);
        Next++;
        return true;
    }

    /// <summary>Waits until there may be more to read; false when the time ran out first.</summary>
    public async Task<bool> WaitAsync(TimeSpan? limit, CancellationToken cancellationToken)
    {
        var appended = log.Appended;
        if (Next <= log.LastSequence)
        {
            return true;
        }
        if (limit is null)
        {
            await appended.WaitAsync(cancellationToken);
            return true;
        }

        try
        {
            await appended.WaitAsync(limit.Value, log.Clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private bool TryHeader(out RecordHeader header)
    {
        header = default;
        if (Next > log.LastSequence)
        {
            return false;
        }
        if (_segment is null || Position >= _segment.Length)
        {
            Enter();
        }
        Ensure(RecordFormat.HeaderSize);
        header = RecordFormat.ReadHeader(_buffer.AsSpan(_start));
        if (header.Sequence != Next)
        {
            throw new InvalidDataException($"Event {Next} was expected in {_segment!.Path} at {Position}, but {header.Sequence} is there.");
        }

        return true;
    }

    private void Enter()
    {
        var segments = log.Segments;
        var at = Array.FindLastIndex(segments, s => s.FirstSequence <= Next);
        _segment = segments[at];
        _file?.Dispose();
        _file = File.OpenHandle(_segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var (sequence, position) = (_segment.FirstSequence, (long)Segment.HeaderSize);
        foreach (var entry in _segment.Index)
        {
            if (entry.Sequence > Next)
            {
                break;
            }
            (sequence, position) = (entry.Sequence, entry.Position);
        }

        (_bufferAt, _start, _end) = (position, 0, 0);
        for (; sequence < Next; sequence++)
        {
            Ensure(RecordFormat.HeaderSize);
            Skip(RecordFormat.HeaderSize + RecordFormat.ReadHeader(_buffer.AsSpan(_start)).PayloadLength);
        }
    }

    private EventData ReadRecord(RecordHeader header)
    {
        var offset = _segment!.BaseOffset + Position;
        Ensure(RecordFormat.HeaderSize + RecordFormat.FixedPayload);
        var keyLength = RecordFormat.KeyLength(_buffer.AsSpan(_start + RecordFormat.HeaderSize));
        var head = RecordFormat.HeaderSize + 2 + Math.Max(0, keyLength);
        Ensure(head + 4);
        var metaLength = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_start + head));
        head += 4;
        Ensure(head + metaLength);
        var key = keyLength < 0 ? null : Encoding.UTF8.GetString(_buffer, _start + RecordFormat.HeaderSize + 2, keyLength);
        var meta = metaLength == 0 ? null : _buffer.AsSpan(_start + head, metaLength).ToArray();
        head += metaLength;

        var body = GC.AllocateUninitializedArray<byte>(RecordFormat.HeaderSize + header.PayloadLength - head);
        var buffered = Math.Min(body.Length, _end - _start - head);
        _buffer.AsSpan(_start + head, buffered).CopyTo(body);
        if (buffered < body.Length)
        {
            ReadFully(body.AsSpan(buffered), _bufferAt + _start + head + buffered);
        }
        if (RecordFormat.Hash(_buffer.AsSpan(_start, head), body) != header.Hash)
        {
            throw new InvalidDataException($"Event {header.Sequence} in {_segment.Path} does not match its hash: the file was damaged.");
        }

        Skip(head + body.Length);
        Next++;
        LastSize = head + body.Length;
        return Create(header, offset, key, meta, body);
    }

    private static EventData Create(RecordHeader header, long offset, string? key, byte[]? meta, byte[] body)
    {
        var extra = meta is null ? default : EventMeta.Read(meta);
        var data = EventHubsModelFactory.EventData(
            new BinaryData(body),
            extra.Properties,
            null,
            key,
            header.Sequence,
            offset.ToString(CultureInfo.InvariantCulture),
            new DateTimeOffset(header.Ticks, TimeSpan.Zero)
        );
        if (meta is not null)
        {
            (data.ContentType, data.MessageId, data.CorrelationId) = (extra.ContentType, extra.MessageId, extra.CorrelationId);
        }

        return data;
    }

    private void Skip(int bytes)
    {
        if (bytes <= _end - _start)
        {
            _start += bytes;
            return;
        }

        (_bufferAt, _start, _end) = (_bufferAt + _start + bytes, 0, 0);
    }

    private void Ensure(int bytes)
    {
        if (_end - _start >= bytes)
        {
            return;
        }
        if (bytes > _buffer.Length)
        {
            throw new InvalidDataException($"The properties of an event in {_segment!.Path} take {bytes} bytes.");
        }
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_bufferAt, _start, _end) = (_bufferAt + _start, 0, _end - _start);
        while (_end < bytes)
        {
            var limit = (int)Math.Min(_buffer.Length - _end, _segment!.Length - _bufferAt - _end);
            var read = limit <= 0 ? 0 : RandomAccess.Read(_file!, _buffer.AsSpan(_end, limit), _bufferAt + _end);
            if (read == 0)
            {
                throw new EndOfStreamException($"{_segment.Path} ends before event {Next} does.");
            }
            _end += read;
        }
    }

    private void ReadFully(Span<byte> target, long position)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(_file!, target, position);
            if (read == 0)
            {
                throw new EndOfStreamException($"{_segment!.Path} ends before event {Next} does.");
            }
            target = target[read..];
            position += read;
        }
    }
}
