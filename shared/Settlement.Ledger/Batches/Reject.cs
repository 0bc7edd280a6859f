namespace Settlement.Ledger.Batches;

/// <summary>An object that was not accepted.</summary>
/// <param name="Position">The <see cref="Domain.Market.EpochPosition"/> of its event.</param>
/// <param name="Place">Its place in the event's array; 0 for an object alone or a body that is not JSON.</param>
/// <param name="Enqueued">When the event was enqueued.</param>
/// <param name="Day">The day it names, as far as it could be read.</param>
/// <param name="Mpan">The MPAN it names, as far as it could be read.</param>
/// <param name="Reasons">Why.</param>
/// <param name="Body">The object's bytes as received.</param>
public sealed record Reject(
    long Position,
    int Place,
    DateTimeOffset Enqueued,
    string? Day,
    string? Mpan,
    RejectReasons Reasons,
    ReadOnlyMemory<byte> Body
);
