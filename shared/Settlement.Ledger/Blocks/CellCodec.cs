using Settlement.Domain.Allocation;
using Settlement.Domain.Market;

namespace Settlement.Ledger.Blocks;

/// <summary>Writes and reads lists of cells, each text once.</summary>
internal sealed class CellCodec
{
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    /// <summary>Writes a list of cells.</summary>
    public void Write(BlockBuffer buffer, List<SettlementCell> cells)
    {
        _texts.Clear();
        _index.Clear();
        foreach (var cell in cells)
        {
            Add(cell.GspGroup);
            Add(cell.Supplier);
            Add(cell.Llfc);
        }

        buffer.Unsigned(_texts.Count);
        foreach (var text in _texts)
            buffer.Text(text);
        buffer.Unsigned(cells.Count);
        foreach (var cell in cells)
        {
            buffer.Unsigned(_index[cell.GspGroup]);
            buffer.Unsigned(_index[cell.Supplier]);
            buffer.Unsigned(_index[cell.Llfc]);
            buffer.Byte((byte)cell.Distributor);
            buffer.Byte((byte)((int)cell.Flow | ((int)cell.Segment << 1) | ((int)cell.Connection << 3) | (cell.Domestic ? 0x40 : 0)));
        }
    }

    /// <summary>Reads a list of cells.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static SettlementCell[] Read(ref BlockCursor cursor)
    {
        var texts = new string[cursor.Count()];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = cursor.Text();
        var cells = new SettlementCell[cursor.Count(5)];
        for (var i = 0; i < cells.Length; i++)
        {
            var (group, supplier, llfc) = (Text(cursor.Int()), Text(cursor.Int()), Text(cursor.Int()));
            var (distributor, kind) = (cursor.Byte(), cursor.Byte());
            var (segment, connection) = ((kind >> 1) & 3, (kind >> 3) & 7);
            if (segment > (int)MarketSegment.Unmetered || connection > (int)ConnectionType.Unmetered || distributor > 99)
                throw new InvalidDataException($"Cell {i} has a kind that does not exist.");
            cells[i] = new SettlementCell(group, supplier, (Flow)(kind & 1), (MarketSegment)segment, (ConnectionType)connection, (kind & 0x40) != 0, distributor, llfc);
        }

        return cells;

        string Text(int text) => text < texts.Length ? texts[text] : throw new InvalidDataException($"A cell names text {text} of {texts.Length}.");
    }

    private void Add(string text)
    {
        if (_index.TryAdd(text, _texts.Count))
            _texts.Add(text);
    }
}
