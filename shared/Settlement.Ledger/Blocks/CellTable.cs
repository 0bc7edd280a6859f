using Settlement.Domain.Allocation;
using Settlement.Domain.Market;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Blocks;

/// <summary>The cells of a block, each text once and each property a column, so that one cell is made without the others.</summary>
internal sealed class CellTable
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string[] _texts;
    private readonly Column _groups,
        _suppliers,
        _llfcs,
        _distributors,
        _flows,
        _segments,
        _connections,
        _domestic;

    private CellTable(ReadOnlyMemory<byte> bytes, ref BlockCursor cursor)
    {
        _bytes = bytes;
        _texts = new string[cursor.Count()];
        foreach (ref var text in _texts.AsSpan())
        {
            text = cursor.Text();
        }
        Count = cursor.ReadVarInt32();
        // A cell takes less than a byte only where it is the same as all others.
        if (Count > 8L * bytes.Length && Count > 1)
        {
            throw new InvalidDataException($"{Count} cells do not fit {bytes.Length} bytes.");
        }
        _groups = cursor.Column(Count, 0, _texts.Length - 1);
        _suppliers = cursor.Column(Count, 0, _texts.Length - 1);
        _llfcs = cursor.Column(Count, 0, _texts.Length - 1);
        _distributors = cursor.Column(Count, 0, 99);
        _flows = cursor.Column(Count, 0, (long)Flow.Export);
        _segments = cursor.Column(Count, 0, (long)MarketSegment.Unmetered);
        _connections = cursor.Column(Count, 0, (long)ConnectionType.Unmetered);
        _domestic = cursor.Column(Count, 0, 1);
    }

    /// <summary>How many cells there are.</summary>
    public int Count { get; }

    /// <summary>How many bytes the table takes.</summary>
    public int Length { get; private init; }

    /// <summary>The cell at an index.</summary>
    public SettlementCell this[int cell] =>
        new(
            _texts[At(_groups, cell)],
            _texts[At(_suppliers, cell)],
            (Flow)At(_flows, cell),
            (MarketSegment)At(_segments, cell),
            (ConnectionType)At(_connections, cell),
            At(_domestic, cell) == 1,
            At(_distributors, cell),
            _texts[At(_llfcs, cell)]
        );

    /// <summary>Reads a table.</summary>
    /// <param name="bytes">The bytes that it starts.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static CellTable Read(ReadOnlyMemory<byte> bytes)
    {
        var cursor = new BlockCursor(bytes.Span);
        return new CellTable(bytes, ref cursor) { Length = cursor.Position };
    }

    private int At(Column column, int cell) => (int)column.At(_bytes.Span, cell);
}
