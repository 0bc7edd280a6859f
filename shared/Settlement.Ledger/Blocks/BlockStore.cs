using System.Numerics;
using Settlement.Domain.Allocation;
using Settlement.Domain.Market;
using Settlement.Ledger.Diagnostics;
using Settlement.Ledger.Messages;
using Settlement.Ledger.Storage;

namespace Settlement.Ledger.Blocks;

/// <summary>The blocks of the ledger: written once, never replaced, read by day, partition and slice.</summary>
internal sealed class BlockStore(ITableStore store)
{
    private const string Table = "blocks";

    /// <summary>About as many rows make a slice worth an entity of its own.</summary>
    private const int RowsPerSlice = 512;

    /// <summary>Writes the rows of one day.</summary>
    public ValueTask WriteAsync(BlockId id, ReadingBatch batch, ReadingRow[] rows, CancellationToken cancellation) =>
        store.WriteAllAsync(Table, id.PartitionKey, Encode(id, batch, rows), cancellation);

    private static List<TableWrite> Encode(BlockId id, ReadingBatch batch, ReadingRow[] rows)
    {
        using var activity = LedgerActivity.Start(LedgerActivity.Encode);
        var slices = (int)Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)(rows.Length / RowsPerSlice)), 1, MeterShard.Count);
        Array.Sort(rows, CompareRows);
        var cellIndex = IndexCells(batch, rows, out var cells);
        var eventIndex = IndexEvents(rows, out var events);
        var totals = Totals(batch, rows).Encode();
        var (ids, values) = (new BlockPart[slices], new BlockPart[slices]);
        var writes = new List<TableWrite>(TableBlobs.Cut(id.PartRow("t"), totals));
        var start = 0;
        for (var slice = 0; slice < slices; slice++)
        {
            var shards = MeterShard.Count / slices;
            var end = start;
            while (end < rows.Length && MeterShard.Of(rows[end].Mpan) / shards == slice)
                end++;
            var (idBuffer, valueBuffer) = (new BlockBuffer(), new BlockBuffer());
            SliceIds.Write(idBuffer, rows.AsSpan(start, end - start), slice * shards, shards);
            SliceRows.Write(valueBuffer, batch, rows.AsSpan(start, end - start), cellIndex, eventIndex);
            writes.AddRange(TableBlobs.Cut(id.PartRow($"i{slice:D2}"), idBuffer.Written));
            writes.AddRange(TableBlobs.Cut(id.PartRow($"v{slice:D2}"), valueBuffer.Written));
            (ids[slice], values[slice]) = (BlockPart.Of(idBuffer.Written.Span), BlockPart.Of(valueBuffer.Written.Span));
            start = end;
        }

        var header = new BlockHeader(id.Day, rows.Length, cells, events, BlockPart.Of(totals.Span), ids, values);
        writes.Add(TableWrite.Insert(id.HeaderRow, header.Encode()));
        return writes;
    }

    /// <summary>The ids of all blocks of a day and partition up to a head step, orphans of crashes among them.</summary>
    public async IAsyncEnumerable<(BlockId Id, BlockHeader Header)> ListAsync(int day, int partition, long upToStep, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entry in store.QueryAsync(Table, BlockId.PartitionKeyOf(day, partition), RowRange.Prefix(BlockId.HeaderPrefix), cancellation))
        {
            var id = BlockId.FromHeaderRow(day, partition, entry.Row);
            if (id.Step > upToStep)
                yield break;
            yield return (id, Guard(id, "header", entry.Value, BlockHeader.Decode));
        }
    }

    public async ValueTask<DayTotals> ReadTotalsAsync(BlockId id, BlockHeader header, CancellationToken cancellation) =>
        Guard(id, "totals", await ReadPartAsync(id, "t", header.Totals, cancellation), DayTotals.Decode);

    public async ValueTask<SliceIds> ReadIdsAsync(BlockId id, BlockHeader header, int slice, CancellationToken cancellation) =>
        Guard(id, $"i{slice:D2}", await ReadPartAsync(id, $"i{slice:D2}", header.Ids[slice], cancellation), bytes => SliceIds.Decode(bytes, header.ShardsPerSlice));

    public async ValueTask<SliceRows> ReadRowsAsync(BlockId id, BlockHeader header, int slice, SliceIds ids, CancellationToken cancellation) =>
        Guard(id, $"v{slice:D2}", await ReadPartAsync(id, $"v{slice:D2}", header.Values[slice], cancellation), bytes => SliceRows.Decode(bytes, ids, header.Cells.Length, header.Events.Length));

    private async ValueTask<ReadOnlyMemory<byte>> ReadPartAsync(BlockId id, string part, BlockPart expected, CancellationToken cancellation)
    {
        var bytes = await store.ReadBlobAsync(Table, id.PartitionKey, id.PartRow(part), cancellation);
        return bytes is { } found && BlockPart.Of(found.Span) == expected ? found : throw new DamagedBlockException(id.ToString(), part);
    }

    private delegate T Decoder<T>(ReadOnlySpan<byte> bytes);

    private static T Guard<T>(BlockId id, string part, ReadOnlyMemory<byte> bytes, Decoder<T> decode)
    {
        try
        {
            return decode(bytes.Span);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new DamagedBlockException(id.ToString(), part, e);
        }
    }

    private static int CompareRows(ReadingRow x, ReadingRow y)
    {
        var order = MeterShard.Of(x.Mpan).CompareTo(MeterShard.Of(y.Mpan));
        if (order == 0)
            order = x.Mpan.CompareTo(y.Mpan);
        if (order == 0)
            order = x.Sequence.CompareTo(y.Sequence);
        return order == 0 ? x.Place.CompareTo(y.Place) : order;
    }

    private static DayTotals Totals(ReadingBatch batch, ReadingRow[] rows)
    {
        var totals = new DayTotals();
        foreach (var row in rows)
        {
            var wattHours = batch.WattHours(row);
            var qualities = batch.Qualities(row);
            var cell = batch.Cells[row.Cell];
            for (var i = 0; i < wattHours.Length; i++)
            {
                if (wattHours[i] != ReadingBatch.NoValue)
                    totals.Add(cell, qualities[i].Class(), row.First + i, wattHours[i]);
            }
        }

        return totals;
    }

    private static int[] IndexCells(ReadingBatch batch, ReadingRow[] rows, out SettlementCell[] cells)
    {
        var used = rows.Select(row => row.Cell).Distinct().OrderBy(cell => batch.Cells[cell], CellOrder.Instance).ToArray();
        cells = [.. used.Select(cell => batch.Cells[cell])];
        var index = new int[batch.Cells.Count];
        for (var i = 0; i < used.Length; i++)
            index[used[i]] = i;
        return index;
    }

    private static Dictionary<long, int> IndexEvents(ReadingRow[] rows, out BlockEvent[] events)
    {
        events = [.. rows.Select(row => new BlockEvent(row.Sequence, row.Enqueued)).Distinct().OrderBy(e => e.Sequence)];
        return events.Select((e, i) => (e.Sequence, i)).ToDictionary(e => e.Sequence, e => e.i);
    }
}
