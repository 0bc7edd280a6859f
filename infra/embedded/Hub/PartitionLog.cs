using System.Buffers;
using System.Globalization;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Microsoft.Win32.SafeHandles;

namespace Functions.Embedded.Hub;

/// <summary>
/// One partition: events in order, numbered without gaps from 0, in segments that are only ever appended to.
/// What is appended counts once it is on disk; readers see nothing earlier than that.
/// </summary>
internal sealed class PartitionLog : IDisposable
{
    private const long IndexEvery = 4 << 20;
    private const int WriteChunk = 1 << 20;

    private readonly string _hub;
    private readonly string _folder;
    private readonly long _segmentBytes;
    private volatile Segment[] _segments = [];
    private volatile TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SafeFileHandle? _file;
    private LastRecord _last = new(-1, -1, 0);
    private long _sinceIndex;

    public PartitionLog(string hub, int number, string folder, TimeProvider clock, long segmentBytes = 256L << 20)
    {
        _hub = hub;
        _folder = folder;
        _segmentBytes = segmentBytes;
        Number = number;
        Clock = clock;
        Id = number.ToString(CultureInfo.InvariantCulture);
        Directory.CreateDirectory(folder);
        Open();
    }

    private sealed record LastRecord(long Sequence, long Offset, long Ticks);

    public int Number { get; }

    public string Id { get; }

    public TimeProvider Clock { get; }

    /// <summary>Held while appending, so that enqueued times rise with sequence numbers.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    public long LastSequence => Volatile.Read(ref _last).Sequence;

    public long LastTicks => Volatile.Read(ref _last).Ticks;

    public Segment[] Segments => _segments;

    /// <summary>Completes when something is appended after it was asked for.</summary>
    public Task Appended => _appended.Task;

    public PartitionReader ReadFrom(EventPosition position) => new(this, Position.FirstSequence(this, position));

    public PartitionReader ReadFrom(long sequence) => new(this, sequence);

    /// <summary>Appends events, given their enqueued times, and puts them on disk. The caller holds <see cref="Gate"/>.</summary>
    public void Append(IReadOnlyList<PendingEvent> events, IReadOnlyList<long> ticks)
    {
        if (_segments.Length == 0 || _segments[^1].Length >= _segmentBytes)
        {
            Roll();
        }
        var segment = _segments[^1];
        var position = segment.Length;
        var sequence = _last.Sequence;
        var lastAt = 0L;
        var buffer = ArrayPool<byte>.Shared.Rent(WriteChunk);
        try
        {
            var filled = 0;
            for (var i = 0; i < events.Count; i++)
            {
                var pending = events[i];
                var size = RecordFormat.SizeOf(pending);
                if (filled > 0 && filled + size > buffer.Length)
                {
                    RandomAccess.Write(_file!, buffer.AsSpan(0, filled), position);
                    position += filled;
                    filled = 0;
                }

                if (size > buffer.Length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(size);
                }

                RecordFormat.Write(buffer.AsSpan(filled, size), pending, ++sequence, ticks[i]);
                lastAt = position + filled;
                filled += size;
            }

            RandomAccess.Write(_file!, buffer.AsSpan(0, filled), position);
            position += filled;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        RandomAccess.FlushToDisk(_file!);
        Publish(segment, position, new LastRecord(sequence, segment.BaseOffset + lastAt, ticks[^1]), lastAt);
    }

    /// <summary>The sequence number of the first event at or after an offset.</summary>
    public long FirstAtOffset(long offset) => Search(e => e.Offset >= offset, i => i.Offset < offset);

    /// <summary>The sequence number of the first event enqueued at or after a time in UTC ticks.</summary>
    public long FirstAtTime(long ticks) => Search(e => e.Ticks >= ticks, i => i.Ticks < ticks);

    /// <summary>When an event was enqueued, in UTC ticks; −1 for one that is not there.</summary>
    public long TicksOf(long sequence)
    {
        using var reader = ReadFrom(sequence);
        return reader.TryReadHeader(out _, out _, out var ticks) ? ticks : -1;
    }

    /// <summary>Whether an event was enqueued at a time in UTC ticks.</summary>
    public bool HasEventAt(long ticks) => TicksOf(FirstAtTime(ticks)) == ticks;

    public LastEnqueuedEventProperties Last()
    {
        var last = Volatile.Read(ref _last);
        return last.Sequence < 0
            ? default
            : new LastEnqueuedEventProperties(
                last.Sequence,
                Text(last.Offset),
                new DateTimeOffset(last.Ticks, TimeSpan.Zero),
                Clock.GetUtcNow()
            );
    }

    public PartitionProperties Properties()
    {
        var last = Volatile.Read(ref _last);
        return EventHubsModelFactory.PartitionProperties(
            _hub,
            Id,
            last.Sequence < 0,
            0,
            last.Sequence,
            Text(last.Offset),
            new DateTimeOffset(last.Ticks, TimeSpan.Zero)
        );
    }

    public void Dispose()
    {
        _file?.Dispose();
        Gate.Dispose();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Publish(Segment segment, long length, LastRecord last, long lastAt)
    {
        _sinceIndex += length - segment.Length;
        segment.Length = length;
        Volatile.Write(ref _last, last);
        if (_sinceIndex >= IndexEvery)
        {
            segment.AddIndexEntry(new IndexEntry(last.Sequence, lastAt, last.Ticks));
            _sinceIndex = 0;
        }

        var appended = _appended;
        _appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        appended.TrySetResult();
    }

    private void Open()
    {
        var segments = new List<Segment>();
        foreach (var path in Directory.GetFiles(_folder, "*.log").Order(StringComparer.Ordinal))
        {
            if (Segment.Load(path) is { } segment)
            {
                segments.Add(segment);
            }
            else
            {
                File.Delete(path);
            }
        }

        _segments = [.. segments];
        if (segments.Count == 0)
        {
            return;
        }
        var last = segments[^1];
        _file = OpenForAppend(last);
        var end = SegmentScan.Find(last, _file);
        if (end.Position < last.Length)
        {
            RandomAccess.SetLength(_file, end.Position);
        }
        last.Length = end.Position;
        _last = new LastRecord(end.NextSequence - 1, last.BaseOffset + end.LastPosition, end.LastTicks);
        if (end.NextSequence == last.FirstSequence && segments.Count > 1)
        {
            // The crash came between making a segment and filling it: the last event lies in the one before.
            using var file = File.OpenHandle(segments[^2].Path);
            var before = SegmentScan.Find(segments[^2], file);
            _last = new LastRecord(end.NextSequence - 1, segments[^2].BaseOffset + before.LastPosition, before.LastTicks);
        }
    }

    private void Roll()
    {
        var previous = _segments.Length == 0 ? null : _segments[^1];
        var segment = new Segment(_folder, _last.Sequence + 1, previous is null ? 0 : previous.BaseOffset + previous.Length);
        _file?.Dispose();
        _file = OpenForAppend(segment);
        Span<byte> header = stackalloc byte[Segment.HeaderSize];
        segment.WriteHeader(header);
        RandomAccess.Write(_file, header, 0);
        RandomAccess.FlushToDisk(_file);
        _segments = [.. _segments, segment];
        _sinceIndex = 0;
    }

    private static SafeFileHandle OpenForAppend(Segment segment) =>
        File.OpenHandle(segment.Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    // The last index entry that is certainly before the target is where reading starts; headers decide the rest.
    private long Search(Func<(long Offset, long Ticks), bool> found, Func<(long Offset, long Ticks), bool> before)
    {
        var start = 0L;
        foreach (var segment in _segments)
        {
            foreach (var entry in segment.Index)
            {
                if (before((segment.BaseOffset + entry.Position, entry.Ticks)))
                {
                    start = entry.Sequence;
                }
            }
        }

        using var reader = ReadFrom(start);
        while (reader.TryReadHeader(out var sequence, out var offset, out var ticks))
        {
            if (found((offset, ticks)))
            {
                return sequence;
            }
        }

        return LastSequence + 1;
    }
}
