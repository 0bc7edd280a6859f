using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Blocks;

/// <summary>
/// The rows of one slice in full: cells, versions and values, in the order of its <see cref="SliceIds"/>. Any one row can be read
/// without decoding the others.
/// </summary>
internal sealed class SliceRows
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Column _cells,
        _events,
        _places,
        _revisions,
        _qualities;
    private readonly int _forms;
    private readonly int[] _offsets;

    private SliceRows(SliceIds ids, ReadOnlyMemory<byte> bytes, ref BlockCursor cursor, int cells, int events)
    {
        var count = ids.Mpans.Length;
        (Ids, _bytes) = (ids, bytes);
        _cells = cursor.Column(count, 0, cells - 1);
        _events = cursor.Column(count, 0, events - 1);
        _places = cursor.Column(count, 0, int.MaxValue);
        _revisions = cursor.Column(count, 0, long.MaxValue);
        _qualities = cursor.Column(count, 0, (long)Quality.E6);
        var forms = cursor.ReadBytes(count);
        _forms = cursor.Position - count;
        _offsets = new int[count];
        var offset = cursor.Position;
        for (var row = 0; row < count; row++)
        {
            _offsets[row] = offset;
            offset += PackedRow.Size(forms[row], ids.Length(row));
        }

        if (offset != bytes.Length)
        {
            throw new InvalidDataException($"Values of {offset} bytes do not fit {bytes.Length}.");
        }
    }

    public SliceIds Ids { get; }

    /// <summary>The index of a row's cell in the block.</summary>
    public int Cell(int row) => (int)_cells.At(_bytes.Span, row);

    /// <summary>The index of a row's event in the block.</summary>
    public int Event(int row) => (int)_events.At(_bytes.Span, row);

    /// <summary>The message's place in its event.</summary>
    public int Place(int row) => (int)_places.At(_bytes.Span, row);

    /// <summary>The message's revision.</summary>
    public long Revision(int row) => _revisions.At(_bytes.Span, row);

    /// <summary>A row's values.</summary>
    public RowValues Values(int row)
    {
        var (form, length) = (_bytes.Span[_forms + row], Ids.Length(row));
        return new RowValues(
            _bytes.Span.Slice(_offsets[row], PackedRow.Size(form, length)),
            form,
            length,
            (Quality)_qualities.At(_bytes.Span, row)
        );
    }

    /// <summary>Writes rows in slice order, column by column.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="batch">The batch of the rows.</param>
    /// <param name="rows">Which rows, in slice order.</param>
    /// <param name="cells">By the batch's index of a cell, the block's.</param>
    /// <param name="events">By the batch's index of an event, the block's.</param>
    /// <param name="column">Room for as many numbers as there are rows.</param>
    public static void Write(
        BlockBuffer buffer,
        ReadingBatch batch,
        ReadOnlySpan<int> rows,
        ReadOnlySpan<int> cells,
        ReadOnlySpan<int> events,
        Span<long> column
    )
    {
        var all = batch.Rows;
        for (var i = 0; i < rows.Length; i++)
        {
            column[i] = cells[all[rows[i]].Cell];
        }
        buffer.Column(column);
        for (var i = 0; i < rows.Length; i++)
        {
            column[i] = events[all[rows[i]].Event];
        }
        buffer.Column(column);
        for (var i = 0; i < rows.Length; i++)
        {
            column[i] = all[rows[i]].Place;
        }
        buffer.Column(column);
        for (var i = 0; i < rows.Length; i++)
        {
            column[i] = all[rows[i]].Revision;
        }
        buffer.Column(column);
        for (var i = 0; i < rows.Length; i++)
        {
            column[i] = (long)all[rows[i]].Quality;
        }
        buffer.Column(column);
        foreach (var row in rows)
        {
            buffer.WriteByte(all[row].Form);
        }
        foreach (var row in rows)
        {
            buffer.WriteBytes(batch.Packed(all[row]));
        }
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static SliceRows Decode(ReadOnlyMemory<byte> bytes, SliceIds ids, int cells, int events)
    {
        var cursor = new BlockCursor(bytes.Span);
        return new SliceRows(ids, bytes, ref cursor, cells, events);
    }
}
