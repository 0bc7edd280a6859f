using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;

namespace Settlement.Ledger.Folding;

/// <summary>
/// The rows of some shards over all blocks of a day, by meter: which meter, and which periods from where to where, in eight bytes a row, and no values.
/// Its memory is used again for the next shards.
/// </summary>
internal sealed class MeterRows
{
    private const int SpanBits = 6;
    private const ulong SpanMask = (1 << SpanBits) - 1;

    private readonly RowSort _sort = new();
    private readonly List<Piece> _pieces = [];
    private ulong[] _keys = [];
    private int[] _rows = [];

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>Reads the ids of some shards, block by block, and sorts them by meter.</summary>
    public async ValueTask ReadAsync(
        BlockStore store,
        IReadOnlyList<StoredBlock> blocks,
        int firstShard,
        int endShard,
        CancellationToken cancellationToken
    )
    {
        _pieces.Clear();
        Count = 0;
        for (var i = 0; i < blocks.Count; i++)
        {
            var (block, reader) = (blocks[i], store.Open(blocks[i]));
            for (var slice = block.SliceOf(firstShard); slice <= block.SliceOf(endShard - 1); slice++)
            {
                var ids = await reader.IdsAsync(slice, cancellationToken);
                var shard = slice * block.Header.ShardsPerSlice;
                var start = ids.ShardStarts[Math.Clamp(firstShard - shard, 0, block.Header.ShardsPerSlice)];
                var end = ids.ShardStarts[Math.Clamp(endShard - shard, 0, block.Header.ShardsPerSlice)];
                Add(i, slice, ids, start, end);
            }
        }

        // Rows come block by block, and those of a meter stay in that order.
        _sort.Sort(ref _keys, ref _rows, Count, 2 * SpanBits, (2 * SpanBits) + RowSort.MpanBits);
    }

    /// <summary>The end of the rows of the meter whose rows start at an index, and whether two of them overlap.</summary>
    public int EndOfMeter(int start, out bool overlap)
    {
        var seen = PeriodsAt(start);
        var end = start + 1;
        for (overlap = false; end < Count && MpanAt(end) == MpanAt(start); end++)
        {
            overlap |= (seen & PeriodsAt(end)) != 0;
            seen |= PeriodsAt(end);
        }

        return end;
    }

    /// <summary>The number of the row at an index; rows are numbered in the order of their blocks and slices.</summary>
    public int NumberAt(int index) => _rows[index];

    /// <summary>The number of the first row that stands in a block or in one after it; <see cref="Count"/> where there is none.</summary>
    public int FirstNumberFrom(int block)
    {
        foreach (var piece in _pieces)
        {
            if (piece.Block >= block)
            {
                return piece.FirstNumber;
            }
        }

        return Count;
    }

    /// <summary>The meter at an index.</summary>
    public Mpan MpanAt(int index) => Mpan.FromStored((long)(_keys[index] >> (2 * SpanBits)));

    /// <summary>Where rows stand, by their numbers, from the first one on.</summary>
    public IReadOnlyList<Piece> Pieces => _pieces;

    private void Add(int block, int slice, SliceIds ids, int start, int end)
    {
        if (start == end)
        {
            return;
        }
        _pieces.Add(new Piece(block, slice, start, Count));
        if (Count + end - start > _keys.Length)
        {
            var room = Math.Max(Count + end - start, 2 * _keys.Length);
            Array.Resize(ref _keys, room);
            Array.Resize(ref _rows, room);
        }

        for (var row = start; row < end; row++, Count++)
        {
            (_keys[Count], _rows[Count]) = (
                ((ulong)ids.Mpans[row] << (2 * SpanBits)) | (uint)((ids.First(row) << SpanBits) | ids.Length(row)),
                Count
            );
        }
    }

    private ulong PeriodsAt(int index) => ((1UL << (int)(_keys[index] & SpanMask)) - 1) << (int)((_keys[index] >> SpanBits) & SpanMask);

    /// <summary>Rows of one slice that follow one another.</summary>
    /// <param name="Block">The index of the block.</param>
    /// <param name="Slice">The slice.</param>
    /// <param name="FirstRow">The first of the rows in the slice.</param>
    /// <param name="FirstNumber">The number of that row.</param>
    internal readonly record struct Piece(int Block, int Slice, int FirstRow, int FirstNumber);
}
