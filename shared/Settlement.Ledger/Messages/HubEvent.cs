namespace Settlement.Ledger.Messages;

/// <summary>An event as an Event Hub partition delivered it.</summary>
/// <param name="Sequence">Its sequence number in the partition.</param>
/// <param name="Enqueued">When the hub took it.</param>
/// <param name="Body">Its bytes.</param>
public readonly record struct HubEvent(long Sequence, DateTimeOffset Enqueued, ReadOnlyMemory<byte> Body);
