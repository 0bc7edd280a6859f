using System.Runtime.InteropServices;
using Settlement.Domain.Allocation;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Blocks;

/// <summary>Writes what <see cref="CellTable"/> reads. Its memory is used again.</summary>
internal sealed class CellTableWriter
{
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<long> _column = [];

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

        buffer.WriteVarUInt64(_texts.Count);
        foreach (var text in _texts)
        {
            buffer.Text(text);
        }
        buffer.WriteVarUInt64(cells.Count);
        Column(buffer, cells, cell => _index[cell.GspGroup]);
        Column(buffer, cells, cell => _index[cell.Supplier]);
        Column(buffer, cells, cell => _index[cell.Llfc]);
        Column(buffer, cells, cell => cell.Distributor);
        Column(buffer, cells, cell => (long)cell.Flow);
        Column(buffer, cells, cell => (long)cell.Segment);
        Column(buffer, cells, cell => (long)cell.Connection);
        Column(buffer, cells, cell => cell.Domestic ? 1 : 0);
    }

    private void Column(BlockBuffer buffer, List<SettlementCell> cells, Func<SettlementCell, long> property)
    {
        _column.Clear();
        foreach (var cell in cells)
        {
            _column.Add(property(cell));
        }
        buffer.Column(CollectionsMarshal.AsSpan(_column));
    }

    private void Add(string text)
    {
        if (_index.TryAdd(text, _texts.Count))
        {
            _texts.Add(text);
        }
    }
}
