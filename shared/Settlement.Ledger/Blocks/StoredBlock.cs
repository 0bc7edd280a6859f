using Settlement.Ledger.Batches;
using Settlement.Storage;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Blocks;

/// <summary>A block in the store, of which nothing but the header has been read.</summary>
internal sealed record StoredBlock(BlockId Id, BlockHeader Header)
{
    /// <summary>The slice that holds a shard.</summary>
    public int SliceOf(int shard) => shard / Header.ShardsPerSlice;
}

/// <summary>
/// Reads parts of one block. The entity read last is kept, so that parts read in their order cost one read of each entity.
/// A part that is not what was written is a <see cref="DamagedBlockException"/>.
/// </summary>
internal sealed class BlockReader(ITableStore store, StoredBlock block)
{
    private (int Number, ReadOnlyMemory<byte> Bytes) _entity = (-1, default);
    private CellTable? _cells;
    private RowEvent[]? _events;

    /// <summary>The block.</summary>
    public StoredBlock Block => block;

    /// <summary>The cells that rows and totals refer to.</summary>
    public async ValueTask<CellTable> CellsAsync(CancellationToken cancellationToken) =>
        _cells ??= Guard(
            "cells",
            await PartAsync(BlockHeader.CellsPart, "cells", cancellationToken),
            bytes =>
                CellTable.Read(bytes) is var cells && cells.Length == bytes.Length
                    ? cells
                    : throw new InvalidDataException("Bytes are left over after the last cell.")
        );

    /// <summary>The events that rows came in.</summary>
    public async ValueTask<RowEvent[]> EventsAsync(CancellationToken cancellationToken) =>
        _events ??= Guard("events", await PartAsync(BlockHeader.EventsPart, "events", cancellationToken), ReadEvents);

    /// <summary>Adds the pre-aggregated totals to others.</summary>
    public async ValueTask AddTotalsAsync(DayTotals totals, CancellationToken cancellationToken)
    {
        var cells = await CellsAsync(cancellationToken);
        Guard(
            "totals",
            await PartAsync(BlockHeader.TotalsPart, "totals", cancellationToken),
            bytes =>
            {
                totals.Add(cells, bytes.Span);
                return true;
            }
        );
    }

    /// <summary>The ids of a slice.</summary>
    public async ValueTask<SliceIds> IdsAsync(int slice, CancellationToken cancellationToken)
    {
        var part = $"i{slice:D2}";
        return Guard(
            part,
            await PartAsync(BlockHeader.IdsPart(slice), part, cancellationToken),
            bytes => SliceIds.Decode(bytes, block.Header.ShardsPerSlice)
        );
    }

    /// <summary>The rows of a slice.</summary>
    public async ValueTask<SliceRows> RowsAsync(int slice, SliceIds ids, CancellationToken cancellationToken)
    {
        var (cells, events) = (await CellsAsync(cancellationToken), await EventsAsync(cancellationToken));
        var part = $"v{slice:D2}";
        return Guard(
            part,
            await PartAsync(block.Header.ValuesPart(slice), part, cancellationToken),
            bytes => SliceRows.Decode(bytes, ids, cells.Count, events.Length)
        );
    }

    private static RowEvent[] ReadEvents(ReadOnlyMemory<byte> bytes)
    {
        var events = new List<RowEvent>();
        var previous = default(RowEvent);
        for (var cursor = new BlockCursor(bytes.Span); !cursor.AtEnd; )
        {
            events.Add(
                previous = new(unchecked(previous.Position + cursor.ReadZigZag()), unchecked(previous.Enqueued + cursor.ReadZigZag()))
            );
        }
        return [.. events];
    }

    private async ValueTask<ReadOnlyMemory<byte>> PartAsync(int part, string name, CancellationToken cancellationToken)
    {
        var expected = block.Header.Parts[part];
        var (entity, offset) = block.Header.Layout.PlaceOf(part);
        var bytes = await EntityAsync(entity, name, cancellationToken);
        if (expected.Length > bytes.Length - offset)
        {
            bytes = await JoinAsync(entity, expected.Length, name, cancellationToken);
        }
        bytes = bytes.Slice(offset, expected.Length);
        return BlockPart.FromBytes(bytes.Span) == expected ? bytes : throw new DamagedBlockException(block.Id.ToString(), name);
    }

    private async ValueTask<ReadOnlyMemory<byte>> JoinAsync(int entity, int length, string name, CancellationToken cancellationToken)
    {
        var whole = new byte[length];
        for (var filled = 0; filled < length; entity++)
        {
            var bytes = await EntityAsync(entity, name, cancellationToken);
            var piece = bytes[..Math.Min(bytes.Length, length - filled)];
            piece.CopyTo(whole.AsMemory(filled));
            filled += piece.Length;
        }

        return whole;
    }

    private async ValueTask<ReadOnlyMemory<byte>> EntityAsync(int entity, string name, CancellationToken cancellationToken)
    {
        if (_entity.Number == entity)
        {
            return _entity.Bytes;
        }
        var entry = await store.ReadAsync(BlockStore.Table, block.Id.PartitionKey, block.Id.DataRow(entity), cancellationToken);
        if (entry?.Value.Length != block.Header.Layout.EntityLengths[entity])
        {
            throw new DamagedBlockException(block.Id.ToString(), name);
        }
        _entity = (entity, entry.Value);
        return entry.Value;
    }

    private T Guard<T>(string part, ReadOnlyMemory<byte> bytes, Func<ReadOnlyMemory<byte>, T> decode)
    {
        try
        {
            return decode(bytes);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new DamagedBlockException(block.Id.ToString(), part, e);
        }
    }
}
