namespace Settlement.Simulation;

/// <summary>A file of events, one a line, that keeps the verdicts to expect for it.</summary>
internal sealed class EventFile : IDisposable
{
    /// <summary>Below the megabyte that an event may have at most.</summary>
    private const int MaxBytes = 900_000;

    private readonly string _name;
    private readonly int _messagesPerEvent;
    private readonly FileStream _stream;
    private readonly SortedDictionary<string, long> _byReason = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _kinds = new(StringComparer.Ordinal);
    private long _events;
    private long _accepted;
    private long _rejected;
    private int _open;
    private int _openBytes;

    public EventFile(string folder, string name, int messagesPerEvent)
    {
        _name = name;
        _messagesPerEvent = messagesPerEvent;
        _stream = new FileStream(Path.Combine(folder, name), FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20);
    }

    public FileCounts Counts => new(_name, _events, _accepted + _rejected, _accepted, _rejected, _byReason, _kinds);

    /// <summary>A message that is accepted; <paramref name="kind"/> says what is special about it.</summary>
    public void Add(ReadOnlySpan<byte> message, string? kind = null)
    {
        Append(message);
        Accept(kind);
    }

    /// <summary>A message that is rejected with these codes.</summary>
    public void AddBroken(ReadOnlySpan<byte> message, ReadOnlySpan<string> reasons)
    {
        Append(message);
        Reject(reasons);
    }

    /// <summary>A line of its own whose verdicts the caller counts.</summary>
    public void Line(ReadOnlySpan<byte> line)
    {
        Flush();
        _stream.Write(line);
        _stream.WriteByte((byte)'\n');
        _events++;
    }

    /// <summary>Counts an accepted object.</summary>
    public void Accept(string? kind = null)
    {
        _accepted++;
        if (kind is not null)
        {
            _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
        }
    }

    /// <summary>Counts a rejected object.</summary>
    public void Reject(params ReadOnlySpan<string> reasons)
    {
        _rejected++;
        foreach (var reason in reasons)
        {
            _byReason[reason] = _byReason.GetValueOrDefault(reason) + 1;
        }
    }

    /// <summary>Ends the event that is being filled.</summary>
    public void Flush()
    {
        if (_open == 0)
        {
            return;
        }
        if (_messagesPerEvent > 1)
        {
            _stream.WriteByte((byte)']');
        }
        _stream.WriteByte((byte)'\n');
        _events++;
        _open = 0;
        _openBytes = 0;
    }

    public void Dispose()
    {
        Flush();
        _stream.Dispose();
    }

    private void Append(ReadOnlySpan<byte> message)
    {
        if (_open == _messagesPerEvent || (_open > 0 && _openBytes + message.Length + 2 > MaxBytes))
        {
            Flush();
        }
        if (_messagesPerEvent > 1)
        {
            _stream.WriteByte((byte)(_open == 0 ? '[' : ','));
        }
        _stream.Write(message);
        _open++;
        _openBytes += message.Length + 1;
    }
}
