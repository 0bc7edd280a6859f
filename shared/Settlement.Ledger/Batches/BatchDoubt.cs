using Settlement.Domain.Market;

namespace Settlement.Ledger.Batches;

/// <summary>What is doubtful of an accepted reading.</summary>
public enum DoubtCode : byte
{
    /// <summary>A value over the limit of its connection type and flow.</summary>
    ImplausibleValue,

    /// <summary>A local message for a whole day has fewer values than its day has periods.</summary>
    ShortDay,
}

/// <summary>A doubt of a batch.</summary>
/// <param name="Code">What is doubtful.</param>
/// <param name="Period">The period of the value; 0 where it is the whole message.</param>
/// <param name="IsQuarantined">Whether the value waits aside and is in no row.</param>
/// <param name="Quality">The quality of the value.</param>
/// <param name="Cell">The index of the cell in the batch; it names the day too.</param>
/// <param name="Event">The index of the event in the batch.</param>
/// <param name="Place">The message's place in the event's array.</param>
/// <param name="Mpan">The meter.</param>
/// <param name="Revision">The message's revision.</param>
/// <param name="Amount">The value in Wh, or how many values the message has.</param>
/// <param name="Limit">What it should not be over, Wh, or how many values the day has room for.</param>
internal readonly record struct BatchDoubt(
    DoubtCode Code,
    byte Period,
    bool IsQuarantined,
    Quality Quality,
    int Cell,
    int Event,
    int Place,
    Mpan Mpan,
    long Revision,
    long Amount,
    long Limit
);
