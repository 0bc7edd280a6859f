using System.Runtime.InteropServices;
using Settlement.Domain.Allocation;
using Settlement.Domain.Market;

namespace Settlement.Ledger.Messages;

/// <summary>The values of one accepted message on one Settlement Day.</summary>
/// <param name="Day">The <see cref="Domain.Calendar.SettlementDay.Number"/> of the day.</param>
/// <param name="Mpan">The meter.</param>
/// <param name="Cell">The index of the cell in the batch.</param>
/// <param name="First">The period of the first value.</param>
/// <param name="Length">How many periods the row spans; first and last carry a value.</param>
/// <param name="Offset">Where its values start in the batch.</param>
/// <param name="Revision">The message's revision.</param>
/// <param name="Enqueued">When the event was enqueued, UTC ticks.</param>
/// <param name="Sequence">The event's sequence number.</param>
/// <param name="Place">The message's place in the event's array.</param>
public readonly record struct ReadingRow(int Day, Mpan Mpan, int Cell, byte First, byte Length, int Offset, long Revision, long Enqueued, long Sequence, int Place)
{
    /// <summary>The last period.</summary>
    public int Last => First + Length - 1;
}

/// <summary>
/// What a batch of events came to: rows with their values, and rejects. Rows lie side by side in a few growing arrays, so that a reading costs no object.
/// </summary>
public sealed class ReadingBatch
{
    /// <summary>Stands for no value.</summary>
    public const long NoValue = -1;

    private readonly List<ReadingRow> _rows = [];
    private readonly List<long> _wattHours = [];
    private readonly List<Quality> _qualities = [];
    private readonly List<SettlementCell> _cells = [];
    private readonly Dictionary<SettlementCell, int> _cellIndex = [];
    private readonly List<Reject> _rejects = [];

    /// <summary>The rows, in the order of their arrival.</summary>
    public ReadOnlySpan<ReadingRow> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>The cells that rows refer to.</summary>
    public IReadOnlyList<SettlementCell> Cells => _cells;

    /// <summary>The rejects, in the order of their arrival.</summary>
    public IReadOnlyList<Reject> Rejects => _rejects;

    /// <summary>How many objects were accepted, those without any value included.</summary>
    public int Accepted { get; private set; }

    /// <summary>The values of a row in Wh, <see cref="NoValue"/> for none.</summary>
    public ReadOnlySpan<long> WattHours(in ReadingRow row) => CollectionsMarshal.AsSpan(_wattHours).Slice(row.Offset, row.Length);

    /// <summary>The qualities of a row's values.</summary>
    public ReadOnlySpan<Quality> Qualities(in ReadingRow row) => CollectionsMarshal.AsSpan(_qualities).Slice(row.Offset, row.Length);

    /// <summary>The index of a cell, which is added if it is new.</summary>
    internal int CellOf(SettlementCell cell)
    {
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_cellIndex, cell, out var exists);
        if (!exists)
        {
            index = _cells.Count;
            _cells.Add(cell);
        }

        return index;
    }

    /// <summary>Adds a row whose first and last value are present.</summary>
    internal void Add(ReadingRow row, ReadOnlySpan<long> wattHours, ReadOnlySpan<Quality> qualities)
    {
        _rows.Add(row with { Offset = _wattHours.Count });
        CollectionExtensions.AddRange(_wattHours, wattHours);
        CollectionExtensions.AddRange(_qualities, qualities);
    }

    internal void CountAccepted() => Accepted++;

    internal void Add(Reject reject) => _rejects.Add(reject);

    /// <summary>A point to which the batch can go back.</summary>
    internal Mark Here() => new(_rows.Count, _wattHours.Count, _rejects.Count, Accepted);

    internal void GoBack(Mark mark)
    {
        CollectionsMarshal.SetCount(_rows, mark.Rows);
        CollectionsMarshal.SetCount(_wattHours, mark.Values);
        CollectionsMarshal.SetCount(_qualities, mark.Values);
        _rejects.RemoveRange(mark.Rejects, _rejects.Count - mark.Rejects);
        Accepted = mark.Accepted;
    }

    internal readonly record struct Mark(int Rows, int Values, int Rejects, int Accepted);
}
