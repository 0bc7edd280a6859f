using Settlement.Domain.Market;

namespace Settlement.Ledger.Messages;

/// <summary>
/// What the text around the values of a reading message means, found out once by the full reader: the days and cells, and for which periods
/// of the clock day a value is accepted, so that a message with this text is checked by a few operations on bits.
/// </summary>
/// <param name="FirstDay">The Settlement Day of the clock day's first period.</param>
/// <param name="SecondDay">The Settlement Day of its last period.</param>
/// <param name="FirstCell">The index in the batch of the cell on the first day.</param>
/// <param name="SecondCell">The index of the cell on the second day.</param>
/// <param name="OnFirstDay">A bit for each period of the clock day, from bit 0, that falls on the first day.</param>
/// <param name="Shift">What to add to a bit's number for its Settlement Period on the first day.</param>
/// <param name="SecondShift">What to add to a bit's number for its Settlement Period on the second day.</param>
/// <param name="Periods">How many periods the clock day has.</param>
/// <param name="Actual">A bit for each period for which an actual value is accepted.</param>
/// <param name="Estimated">A bit for each period for which an estimated value is accepted.</param>
/// <param name="From">The first period where the text fixes it; it is not used where the message's own was cut out.</param>
/// <param name="Quality">The quality of all values where the text fixes it, else null.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Utc">Whether its periods are those of a UTC day.</param>
/// <param name="RejectsShortDays">Whether values for a whole day must fill it.</param>
/// <param name="Plausible">The greatest plausible value of its days, Wh.</param>
internal readonly record struct ReadingTemplate(
    int FirstDay,
    int SecondDay,
    int FirstCell,
    int SecondCell,
    ulong OnFirstDay,
    int Shift,
    int SecondShift,
    int Periods,
    ulong Actual,
    ulong Estimated,
    int From,
    Quality? Quality,
    long Revision,
    bool Utc,
    bool RejectsShortDays,
    long Plausible
);
