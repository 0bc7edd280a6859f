using Settlement.Domain.Market;

namespace Settlement.Ledger.Messages;

/// <summary>An event as an Event Hub partition delivered it.</summary>
/// <param name="Sequence">Its sequence number in the partition.</param>
/// <param name="Enqueued">When the hub took it.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="ReplayOf">The id of the reject that it is sent again for, as the sender named it; null for an event of its own.</param>
/// <param name="ReleaseOf">The id of the quarantined value that it releases, as the sender named it; null for an event that carries messages.</param>
public readonly record struct HubEvent(
    long Sequence,
    DateTimeOffset Enqueued,
    ReadOnlyMemory<byte> Body,
    string? ReplayOf = null,
    string? ReleaseOf = null
)
{
    /// <summary>The name of the event's application property that carries <see cref="ReplayOf"/>.</summary>
    public const string ReplayProperty = "replayOf";

    /// <summary>The name of the event's application property that carries <see cref="ReleaseOf"/>.</summary>
    public const string ReleaseProperty = "releaseOf";

    /// <summary>The epoch of the partition that it belongs to. A hub does not know it: whoever takes the event says it.</summary>
    public int Epoch { get; init; }

    /// <summary>Its <see cref="EpochPosition"/>.</summary>
    public long Position => EpochPosition.Of(Epoch, Sequence);
}
