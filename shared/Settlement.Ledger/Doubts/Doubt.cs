using Settlement.Domain.Allocation;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;

namespace Settlement.Ledger.Doubts;

/// <summary>What is doubtful of an accepted reading, as it stands in the ledger.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Code">What is doubtful.</param>
/// <param name="Mpan">The meter.</param>
/// <param name="Cell">Where the energy belongs.</param>
/// <param name="Period">The period of the value; 0 where it is the whole message.</param>
/// <param name="Quality">The quality of the value.</param>
/// <param name="Amount">The value in Wh, or how many values the message has.</param>
/// <param name="Limit">What it should not be over, Wh, or how many values the day has room for.</param>
/// <param name="Version">The version that it came with, which it keeps when it is released.</param>
/// <param name="IsQuarantined">Whether the value was set aside when it arrived.</param>
public sealed record Doubt(
    DoubtId Id,
    DoubtCode Code,
    Mpan Mpan,
    SettlementCell Cell,
    int Period,
    Quality Quality,
    long Amount,
    long Limit,
    DoubtVersion Version,
    bool IsQuarantined
);

/// <summary>The version of a doubtful value: its revision, and the event and place that it came by.</summary>
/// <param name="Revision">The message's revision.</param>
/// <param name="Enqueued">When its event was enqueued, UTC ticks.</param>
/// <param name="Position">The <see cref="EpochPosition"/> of its event.</param>
/// <param name="Place">The message's place in the event's array.</param>
public readonly record struct DoubtVersion(long Revision, long Enqueued, long Position, int Place);

/// <summary>A doubt with what has become of it.</summary>
/// <param name="Doubt">The doubt.</param>
/// <param name="ReleasedBy">The head step that released it; null where it was not released.</param>
public readonly record struct StoredDoubt(Doubt Doubt, long? ReleasedBy)
{
    /// <summary>Whether the value waits aside.</summary>
    public bool IsWaiting => Doubt.IsQuarantined && ReleasedBy is null;
}
