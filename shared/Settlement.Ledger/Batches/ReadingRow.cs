using Settlement.Domain.Allocation;
using Settlement.Domain.Market;

namespace Settlement.Ledger.Batches;

/// <summary>The values of one accepted message on one Settlement Day.</summary>
/// <param name="Mpan">The meter.</param>
/// <param name="Revision">The message's revision.</param>
/// <param name="Cell">The index of the cell in the batch; it names the day too.</param>
/// <param name="Event">The index of the event in the batch.</param>
/// <param name="Place">The message's place in the event's array.</param>
/// <param name="Offset">Where its packed values start in the batch.</param>
/// <param name="First">The period of the first value.</param>
/// <param name="Length">How many periods the row spans; first and last carry a value.</param>
/// <param name="Form">How its values are packed.</param>
/// <param name="Quality">The quality of its values where they do not differ.</param>
internal readonly record struct ReadingRow(
    Mpan Mpan,
    long Revision,
    int Cell,
    int Event,
    int Place,
    int Offset,
    byte First,
    byte Length,
    byte Form,
    Quality Quality
);

/// <summary>Where the values of a row belong: to a cell on a Settlement Day.</summary>
/// <param name="Day">The <see cref="Domain.Calendar.SettlementDay.Number"/> of the day.</param>
/// <param name="Cell">The cell.</param>
internal readonly record struct DayCell(int Day, SettlementCell Cell);

/// <summary>An event from which there are rows.</summary>
/// <param name="Position">Its <see cref="EpochPosition"/>.</param>
/// <param name="Enqueued">When it was enqueued, UTC ticks.</param>
internal readonly record struct RowEvent(long Position, long Enqueued);
