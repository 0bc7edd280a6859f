using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Messaging.EventHubs.Consumer;

namespace Functions.Embedded.Hub;

/// <summary>Reads what an <see cref="EventPosition"/> says, which its package shows to nobody but itself.</summary>
internal static class Position
{
    /// <summary>The sequence number of the first event to read.</summary>
    public static long FirstSequence(PartitionLog log, EventPosition position)
    {
        if (position == EventPosition.Earliest)
        {
            return 0;
        }

        if (position == EventPosition.Latest)
        {
            return log.LastSequence + 1;
        }

        var exclusive = IsInclusive(ref position) ? 0 : 1;
        if (SequenceNumber(ref position) is { } sequence)
        {
            return Math.Max(0, Parse(sequence) + exclusive);
        }

        if (Offset(ref position) is { } offset)
        {
            return log.FirstAtOffset(Parse(offset) + exclusive);
        }

        return EnqueuedTime(ref position) is { } time
            ? log.FirstAtTime(time.UtcTicks)
            : throw new NotSupportedException($"The embedded host cannot read from the position '{position}'.");
    }

    private static long Parse(string number) => long.Parse(number, CultureInfo.InvariantCulture);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_SequenceNumber")]
    private static extern string? SequenceNumber(ref EventPosition position);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_OffsetString")]
    private static extern string? Offset(ref EventPosition position);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_EnqueuedTime")]
    private static extern DateTimeOffset? EnqueuedTime(ref EventPosition position);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_IsInclusive")]
    private static extern bool IsInclusive(ref EventPosition position);
}
