using System.Diagnostics;
using System.Runtime.InteropServices;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Ledger.Batches;

/// <summary>
/// What a batch of events came to: rows with their packed values, pre-aggregated totals, and rejects. All lies side by side in a few arrays
/// that are used again for the next batch, so that a reading costs no object; the cells stay, for the next batch has mostly the same ones.
/// </summary>
internal sealed class ReadingBatch
{
    /// <summary>Stands for no value.</summary>
    public const long NoValue = -1;

    private readonly List<ReadingRow> _rows = [];
    private readonly List<RowEvent> _events = [];
    private readonly List<DayCell> _cells = [];
    private readonly Dictionary<DayCell, int> _cellIndex = [];
    private readonly List<Reject> _rejects = [];
    private readonly List<BatchDoubt> _doubts = [];
    private byte[] _values = [];
    private int _valueBytes;

    /// <summary>The rows, in the order of their arrival.</summary>
    public ReadOnlySpan<ReadingRow> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>The events that rows refer to.</summary>
    public ReadOnlySpan<RowEvent> Events => CollectionsMarshal.AsSpan(_events);

    /// <summary>The cells that rows refer to, those of earlier batches among them.</summary>
    public IReadOnlyList<DayCell> Cells => _cells;

    /// <summary>The sums of all rows.</summary>
    public BatchTotals Totals { get; } = new();

    /// <summary>The rejects, in the order of their arrival.</summary>
    public IReadOnlyList<Reject> Rejects => _rejects;

    /// <summary>What is doubtful of the accepted objects, in the order of their arrival.</summary>
    public IReadOnlyList<BatchDoubt> Doubts => _doubts;

    /// <summary>How many objects were accepted, those without any value included.</summary>
    public int Accepted { get; private set; }

    /// <summary>The values of a row as they are kept.</summary>
    public ReadOnlySpan<byte> Packed(in ReadingRow row) => _values.AsSpan(row.Offset, PackedRow.Size(row.Form, row.Length));

    /// <summary>The values of a row.</summary>
    public RowValues Values(in ReadingRow row) => new(Packed(row), row.Form, row.Length, row.Quality);

    /// <summary>The index of a cell on a day, which is added if it is new.</summary>
    public int CellOf(int day, SettlementCell cell)
    {
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_cellIndex, new DayCell(day, cell), out var exists);
        if (!exists)
        {
            index = _cells.Count;
            _cells.Add(new DayCell(day, cell));
        }

        return index;
    }

    /// <summary>Rows added from here on came in this event.</summary>
    public void Begin(RowEvent e) => _events.Add(e);

    /// <summary>Adds a row of the event begun last; its first and last value are present.</summary>
    /// <param name="cell">The index of the cell.</param>
    /// <param name="mpan">The meter.</param>
    /// <param name="first">The period of the first value.</param>
    /// <param name="wattHours">The values, 0 where there is none.</param>
    /// <param name="nulls">A bit for each that has none.</param>
    /// <param name="qualities">The quality of each value, or one for all.</param>
    /// <param name="revision">The message's revision.</param>
    /// <param name="place">The message's place in the event.</param>
    public void Add(
        int cell,
        Mpan mpan,
        int first,
        ReadOnlySpan<long> wattHours,
        ulong nulls,
        ReadOnlySpan<Quality> qualities,
        long revision,
        int place
    )
    {
        if (_values.Length - _valueBytes < PackedRow.MaxSize)
        {
            Array.Resize(ref _values, Math.Max(4 * 1024, 2 * _values.Length));
        }
        var differ = qualities.Length > 1 && qualities.ContainsAnyExcept(qualities[0]);
        var form = PackedRow.Write(_values.AsSpan(_valueBytes), wattHours, nulls, differ ? qualities : []);
        var row = new ReadingRow(
            mpan,
            revision,
            cell,
            _events.Count - 1,
            place,
            _valueBytes,
            (byte)first,
            (byte)wattHours.Length,
            form,
            qualities[0]
        );
        _rows.Add(row);
        _valueBytes += PackedRow.Size(form, wattHours.Length);
        Sum(row, wattHours, nulls, differ ? qualities : [], 1);
    }

    /// <summary>Adds a row as a block keeps it.</summary>
    /// <param name="cell">The index of the cell.</param>
    /// <param name="mpan">The meter.</param>
    /// <param name="first">The period of the first value.</param>
    /// <param name="values">The values.</param>
    /// <param name="revision">The message's revision.</param>
    /// <param name="e">The index of the event.</param>
    /// <param name="place">The message's place in the event.</param>
    public void Copy(int cell, Mpan mpan, int first, RowValues values, long revision, int e, int place)
    {
        if (_values.Length - _valueBytes < values.Packed.Length)
        {
            Array.Resize(ref _values, Math.Max(4 * 1024, 2 * _values.Length));
        }
        values.Packed.CopyTo(_values.AsSpan(_valueBytes));
        var row = new ReadingRow(mpan, revision, cell, e, place, _valueBytes, (byte)first, (byte)values.Length, values.Form, values.One);
        _rows.Add(row);
        _valueBytes += values.Packed.Length;
        Sum(row, 1);
    }

    public void CountAccepted() => Accepted++;

    /// <summary>Tells a value of the event begun last that is over its limit.</summary>
    public void AddImplausible(
        int cell,
        Mpan mpan,
        int period,
        Quality quality,
        long wattHours,
        long limit,
        bool isQuarantined,
        long revision,
        int place
    ) =>
        _doubts.Add(
            new(
                DoubtCode.ImplausibleValue,
                (byte)period,
                isQuarantined,
                quality,
                cell,
                _events.Count - 1,
                place,
                mpan,
                revision,
                wattHours,
                limit
            )
        );

    /// <summary>Tells a message of the event begun last whose values are meant for a whole day and do not fill it.</summary>
    public void AddShortDay(int cell, Mpan mpan, int values, int periods, long revision, int place) =>
        _doubts.Add(new(DoubtCode.ShortDay, 0, false, default, cell, _events.Count - 1, place, mpan, revision, values, periods));

    public void Add(Reject reject) => _rejects.Add(reject);

    /// <summary>A point to which the batch can go back.</summary>
    public Mark Here() => new(_rows.Count, _events.Count, _valueBytes, _rejects.Count, Accepted, _doubts.Count);

    /// <summary>Takes back what was added since.</summary>
    public void RollBackTo(Mark mark)
    {
        foreach (ref readonly var row in Rows[mark.Rows..])
        {
            Sum(row, -1);
        }
        CollectionsMarshal.SetCount(_rows, mark.Rows);
        CollectionsMarshal.SetCount(_events, mark.Events);
        _valueBytes = mark.ValueBytes;
        _rejects.RemoveRange(mark.Rejects, _rejects.Count - mark.Rejects);
        _doubts.RemoveRange(mark.Doubts, _doubts.Count - mark.Doubts);
        Accepted = mark.Accepted;
    }

    /// <summary>Empties the batch for the next events; the cells keep their indexes.</summary>
    public void Clear()
    {
        Totals.Clear();
        _rows.Clear();
        _events.Clear();
        _rejects.Clear();
        _doubts.Clear();
        (_valueBytes, Accepted) = (0, 0);
    }

    /// <summary>Gives the cells up too, once there are more than the market can need.</summary>
    public void ForgetCells()
    {
        Debug.Assert(_rows.Count == 0, "Rows refer to cells.");
        _cells.Clear();
        _cellIndex.Clear();
    }

    private void Sum(in ReadingRow row, int sign)
    {
        Span<long> wattHours = stackalloc long[SettlementDay.MaxPeriods];
        Span<Quality> qualities = stackalloc Quality[SettlementDay.MaxPeriods];
        var values = Values(row);
        for (var i = 0; i < values.Length; i++)
        {
            (wattHours[i], qualities[i]) = (values.WattHours(i), values.Quality(i));
        }
        var differ = qualities[..values.Length].ContainsAnyExcept(values.One);
        Sum(row, wattHours[..values.Length], values.Nulls, differ ? qualities[..values.Length] : [], sign);
    }

    private void Sum(in ReadingRow row, ReadOnlySpan<long> wattHours, ulong nulls, ReadOnlySpan<Quality> qualities, int sign)
    {
        if (qualities.IsEmpty)
        {
            Totals.Add(row.Cell, row.Quality.Class(), row.First, wattHours, nulls, sign);
            return;
        }

        for (var i = 0; i < wattHours.Length; i++)
        {
            if ((nulls & (1UL << i)) == 0)
            {
                Totals.Add(row.Cell, qualities[i].Class(), row.First + i, wattHours.Slice(i, 1), 0, sign);
            }
        }
    }

    internal readonly record struct Mark(int Rows, int Events, int ValueBytes, int Rejects, int Accepted, int Doubts);
}
