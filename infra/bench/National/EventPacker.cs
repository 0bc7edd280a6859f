using System.Globalization;
using Functions.Embedded;

namespace Settlement.Bench.National;

/// <summary>Packs messages into arrays just below the size that an event may have, and sends a few events at once, so that their buffers are used again and again.</summary>
internal sealed class EventPacker(IEmbeddedHub hub, string name, int partition)
{
    /// <summary>A megabyte less what the envelope takes.</summary>
    private const int MaxBytes = (1 << 20) - 64;
    private const int EventsAtOnce = 8;

    private readonly string _partition = partition.ToString(CultureInfo.InvariantCulture);
    private readonly byte[][] _buffers = [.. Enumerable.Range(0, EventsAtOnce).Select(_ => new byte[MaxBytes])];
    private readonly List<HubMessage> _full = [];
    private int _length;

    public long Events { get; private set; }

    public long Messages { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Adds a message to the event at hand.</summary>
    /// <returns>False when there is no room: the event must be ended first.</returns>
    public bool TryAdd(ReadOnlySpan<byte> message)
    {
        if (_length + message.Length + 2 > MaxBytes)
        {
            return false;
        }
        var buffer = _buffers[_full.Count];
        buffer[_length] = (byte)(_length == 0 ? '[' : ',');
        message.CopyTo(buffer.AsSpan(_length + 1));
        _length += message.Length + 1;
        Messages++;
        return true;
    }

    /// <summary>Ends the event at hand.</summary>
    public async ValueTask EndAsync(bool repeated, CancellationToken cancellationToken)
    {
        if (_length == 0)
        {
            return;
        }
        var buffer = _buffers[_full.Count];
        buffer[_length++] = (byte)']';
        _full.Add(new HubMessage(buffer.AsMemory(0, _length), PartitionId: _partition));
        _length = 0;
        if (repeated || _full.Count == EventsAtOnce)
        {
            await SendAsync(repeated, cancellationToken);
        }
    }

    /// <summary>Sends what is full.</summary>
    public async ValueTask SendAsync(bool lastAgain, CancellationToken cancellationToken)
    {
        if (_full.Count == 0)
        {
            return;
        }
        if (lastAgain)
        {
            _full.Add(_full[^1]);
        }
        await hub.SendAsync(name, _full, cancellationToken);
        Events += _full.Count;
        Bytes += _full.Sum(message => (long)message.Body.Length);
        _full.Clear();
    }
}
