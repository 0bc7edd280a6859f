namespace Settlement.Ledger.Messages;

/// <summary>An event as an Event Hub partition delivered it.</summary>
/// <param name="Sequence">Its sequence number in the partition.</param>
/// <param name="Enqueued">When the hub took it.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="ReplayOf">The id of the reject that it is sent again for, as the sender named it; null for an event of its own.</param>
public readonly record struct HubEvent(long Sequence, DateTimeOffset Enqueued, ReadOnlyMemory<byte> Body, string? ReplayOf = null)
{
    /// <summary>The name of the event's application property that carries <see cref="ReplayOf"/>.</summary>
    public const string ReplayProperty = "replayOf";
}
