using System.Numerics;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Batches;
using Settlement.Storage;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Blocks;

/// <summary>Makes the block of one day out of a batch. Its memory is used again for the next block.</summary>
internal sealed class BlockWriter
{
    /// <summary>About as many rows make a slice worth a part of its own.</summary>
    private const int RowsPerSlice = 512;

    private readonly BlockBuffer _buffer = new();
    private readonly RowSort _sort = new();
    private readonly CellTableWriter _cellTable = new();
    private readonly List<SettlementCell> _cells = [];
    private readonly int[] _shardStarts = new int[MeterShard.Count + 1];
    private ulong[] _keys = [];
    private int[] _rows = [];
    private int[] _cellIndex = [];
    private int[] _eventIndex = [];
    private long[] _mpans = [];
    private long[] _columns = [];

    /// <summary>Encodes the rows of a block's day.</summary>
    /// <returns>The rows to store, the header first: whatever a crash leaves of a block is found by it. They hold until the next call.</returns>
    public List<TableWrite> Write(BlockId id, ReadingBatch batch)
    {
        _buffer.Clear();
        var count = SortRows(id.Day, batch);
        var slices = (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)(count / RowsPerSlice)), 1, MeterShard.Count);
        var parts = new BlockPart[3 + (2 * slices)];
        var next = 0;

        WriteTotals(id.Day, batch, parts, ref next);
        WriteEvents(batch, count);
        Close(parts, ref next);
        for (var slice = 0; slice < slices; slice++)
        {
            WriteIds(batch, slice, MeterShard.Count / slices);
            Close(parts, ref next);
        }

        for (var slice = 0; slice < slices; slice++)
        {
            var rows = RowsOf(slice, MeterShard.Count / slices);
            SliceRows.Write(_buffer, batch, _rows.AsSpan(rows), _cellIndex, _eventIndex, _columns.AsSpan(rows));
            Close(parts, ref next);
        }

        var header = new BlockHeader(count, parts);
        var writes = new List<TableWrite>(header.Layout.EntityLengths.Count + 1) { TableWrite.Insert(id.HeaderRow, header.Encode(id)) };
        var rest = _buffer.Written;
        foreach (var length in header.Layout.EntityLengths)
        {
            writes.Add(TableWrite.Insert(id.DataRow(writes.Count - 1), rest[..length]));
            rest = rest[length..];
        }

        return writes;
    }

    private int SortRows(int day, ReadingBatch batch)
    {
        var rows = batch.Rows;
        if (_keys.Length < rows.Length)
        {
            var room = (int)BitOperations.RoundUpToPowerOf2((uint)rows.Length);
            (_keys, _rows, _mpans, _columns) = (new ulong[room], new int[room], new long[room], new long[2 * room]);
        }

        Array.Clear(_shardStarts);
        var count = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (batch.Cells[rows[i].Cell].Day != day)
            {
                continue;
            }
            var shard = MeterShard.GetShard(rows[i].Mpan);
            _shardStarts[shard + 1]++;
            (_keys[count], _rows[count++]) = (((ulong)shard << RowSort.MpanBits) | (ulong)rows[i].Mpan.Value, i);
        }

        for (var shard = 0; shard < MeterShard.Count; shard++)
        {
            _shardStarts[shard + 1] += _shardStarts[shard];
        }
        // Rows were added in the order of their arrival, and among equal keys they stay in it.
        _sort.Sort(ref _keys, ref _rows, count, 0, RowSort.MpanBits + MeterShard.Bits);
        return count;
    }

    /// <summary>Writes the cells in the order in which they were met, so that frequent ones tend to low numbers, and their totals.</summary>
    private void WriteTotals(int day, ReadingBatch batch, BlockPart[] parts, ref int next)
    {
        if (_cellIndex.Length < batch.Cells.Count)
        {
            _cellIndex = new int[2 * batch.Cells.Count];
        }
        _cells.Clear();
        var used = batch.Totals.Used;
        foreach (var key in used)
        {
            _cellIndex[key / 2] = -1;
        }
        foreach (var key in used)
        {
            if (batch.Cells[key / 2] is var cell && cell.Day == day && _cellIndex[key / 2] < 0)
            {
                _cellIndex[key / 2] = _cells.Count;
                _cells.Add(cell.Cell);
            }
        }

        _cellTable.Write(_buffer, _cells);
        Close(parts, ref next);

        Span<long> counts = stackalloc long[SettlementDay.MaxPeriods];
        for (var i = 0; i < used.Length; i++)
        {
            if (batch.Cells[used[i] / 2].Day != day)
            {
                continue;
            }
            long values = 0;
            for (var period = 0; period < counts.Length; period++)
            {
                counts[period] = values += batch.Totals.Changes(i)[period];
            }
            TotalsCodec.Write(_buffer, (2 * _cellIndex[used[i] / 2]) + (used[i] & 1), batch.Totals.WattHours(i), counts);
        }

        Close(parts, ref next);
    }

    private void WriteEvents(ReadingBatch batch, int count)
    {
        if (_eventIndex.Length < batch.Events.Length)
        {
            _eventIndex = new int[2 * batch.Events.Length];
        }
        Array.Clear(_eventIndex);
        foreach (var row in _rows.AsSpan(0, count))
        {
            _eventIndex[batch.Rows[row].Event] = 1;
        }
        var (used, previous) = (0, default(RowEvent));
        for (var i = 0; i < batch.Events.Length; i++)
        {
            if (_eventIndex[i] == 0)
            {
                continue;
            }
            _eventIndex[i] = used++;
            _buffer.WriteZigZag(batch.Events[i].Position - previous.Position);
            _buffer.WriteZigZag(batch.Events[i].Enqueued - previous.Enqueued);
            previous = batch.Events[i];
        }
    }

    private void WriteIds(ReadingBatch batch, int slice, int shards)
    {
        var rows = RowsOf(slice, shards);
        var (start, length) = rows.GetOffsetAndLength(_rows.Length);
        var firsts = _columns.AsSpan(0, length);
        var lengths = _columns.AsSpan(_columns.Length / 2, length);
        for (var i = 0; i < length; i++)
        {
            ref readonly var row = ref batch.Rows[_rows[start + i]];
            (_mpans[i], firsts[i], lengths[i]) = (row.Mpan.Value, row.First, row.Length);
        }

        Span<int> starts = stackalloc int[shards + 1];
        for (var shard = 0; shard <= shards; shard++)
        {
            starts[shard] = _shardStarts[(slice * shards) + shard] - start;
        }
        SliceIds.Write(_buffer, _mpans.AsSpan(0, length), starts, firsts, lengths);
    }

    private Range RowsOf(int slice, int shards) => _shardStarts[slice * shards].._shardStarts[(slice + 1) * shards];

    private void Close(BlockPart[] parts, ref int next)
    {
        var start = 0;
        for (var part = 0; part < next; part++)
        {
            start += parts[part].Length;
        }
        parts[next++] = BlockPart.FromBytes(_buffer.Written.Span[start..]);
    }
}
