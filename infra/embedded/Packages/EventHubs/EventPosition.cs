#nullable disable
using System.Globalization;

namespace Azure.Messaging.EventHubs.Consumer;

public struct EventPosition : IEquatable<EventPosition>
{
    private enum Kind
    {
        Earliest,
        Latest,
        Sequence,
        Offset,
        Time,
    }

    private Kind _kind;
    private long _value;

    public static EventPosition Earliest => default;

    public static EventPosition Latest => new() { _kind = Kind.Latest };

    internal readonly bool IsLatest => _kind == Kind.Latest;

    /// <summary>The first sequence number to read, when the position is one.</summary>
    internal readonly long? FirstSequence => _kind switch { Kind.Earliest => 0, Kind.Sequence => _value, _ => null };

    /// <summary>The first byte offset to read, when the position is one.</summary>
    internal readonly long? FirstOffset => _kind == Kind.Offset ? _value : null;

    /// <summary>Events enqueued at or after these UTC ticks are read, when the position is a time.</summary>
    internal readonly long? FirstTicks => _kind == Kind.Time ? _value : null;

    public static EventPosition FromSequenceNumber(long sequenceNumber, bool isInclusive = true) =>
        new() { _kind = Kind.Sequence, _value = isInclusive ? sequenceNumber : sequenceNumber + 1 };

    public static EventPosition FromOffset(string offsetString, bool isInclusive = true)
    {
        var offset = long.Parse(offsetString, NumberStyles.Integer, CultureInfo.InvariantCulture);
        return new() { _kind = Kind.Offset, _value = isInclusive ? offset : offset + 1 };
    }

    public static EventPosition FromEnqueuedTime(DateTimeOffset enqueuedTime) => new() { _kind = Kind.Time, _value = enqueuedTime.UtcTicks };

    public static bool operator ==(EventPosition left, EventPosition right) => left.Equals(right);

    public static bool operator !=(EventPosition left, EventPosition right) => !left.Equals(right);

    public bool Equals(EventPosition other) => _kind == other._kind && _value == other._value;

    public override bool Equals(object obj) => obj is EventPosition other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_kind, _value);
}
