using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Doubts;

/// <summary>Many doubts of one day in one stored value: a feed that is wrong is wrong for many meters.</summary>
internal static class DoubtPack
{
    /// <summary>So many take about 200 KB, far below what an entity holds.</summary>
    public const int MaxDoubts = 8_000;

    private const byte Format = 1;
    private const byte Quarantined = 1;
    private const int FewestBytesEach = 12;

    /// <summary>Packs doubts of a batch, by their indexes. The name goes into the checksum, so that another pack in its place is noticed.</summary>
    public static ReadOnlyMemory<byte> Write(string name, ReadingBatch batch, ReadOnlySpan<int> doubts)
    {
        var (cells, cellIndex) = (new List<SettlementCell>(), new Dictionary<int, int>());
        foreach (var doubt in doubts)
        {
            if (cellIndex.TryAdd(batch.Doubts[doubt].Cell, cells.Count))
            {
                cells.Add(batch.Cells[batch.Doubts[doubt].Cell].Cell);
            }
        }

        var buffer = new BlockBuffer();
        buffer.WriteByte(Format);
        new CellTableWriter().Write(buffer, cells);
        buffer.WriteVarUInt64(doubts.Length);
        var previous = default(RowEvent);
        foreach (var index in doubts)
        {
            var doubt = batch.Doubts[index];
            var e = batch.Events[doubt.Event];
            buffer.WriteByte((byte)doubt.Code);
            buffer.WriteByte(doubt.IsQuarantined ? Quarantined : (byte)0);
            buffer.WriteByte(doubt.Period);
            buffer.WriteByte((byte)doubt.Quality);
            buffer.WriteVarUInt64(cellIndex[doubt.Cell]);
            buffer.WriteZigZag(e.Position - previous.Position);
            buffer.WriteZigZag(e.Enqueued - previous.Enqueued);
            buffer.WriteVarUInt64(doubt.Place);
            buffer.WriteVarUInt64(doubt.Mpan.Value);
            buffer.WriteVarUInt64(doubt.Revision);
            buffer.WriteVarUInt64(doubt.Amount);
            buffer.WriteVarUInt64(doubt.Limit);
            previous = e;
        }

        buffer.WriteUInt64(NamedHash.Compute(name, buffer.Written.Span));
        return buffer.Written;
    }

    /// <summary>Reads a pack.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its bytes.</param>
    /// <param name="first">The id of its first doubt.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged, or are those of another pack.</exception>
    public static List<Doubt> Read(string name, ReadOnlyMemory<byte> value, DoubtId first)
    {
        if (value.Length < 9 || new BlockCursor(value.Span[^8..]).ReadUInt64() != NamedHash.Compute(name, value.Span[..^8]))
        {
            throw new InvalidDataException("The checksum does not match.");
        }
        if (value.Span[0] is var format && format != Format)
        {
            throw new InvalidDataException($"Format {format} is unknown; this version reads {Format}.");
        }
        var body = value[1..^8];
        var cells = CellTable.Read(body);
        var cursor = new BlockCursor(body.Span[cells.Length..]);
        var doubts = new List<Doubt>(cursor.Count(FewestBytesEach));
        var (position, enqueued) = (0L, 0L);
        for (var i = 0; i < doubts.Capacity; i++)
        {
            var (code, flags, period, quality) = (cursor.ReadByte(), cursor.ReadByte(), cursor.ReadByte(), cursor.ReadByte());
            var cell = cursor.ReadVarInt32();
            (position, enqueued) = (checked(position + cursor.ReadZigZag()), checked(enqueued + cursor.ReadZigZag()));
            var (place, mpan, revision) = (cursor.ReadVarInt32(), cursor.ReadVarInt64(), cursor.ReadVarInt64());
            var (amount, limit) = (cursor.ReadVarInt64(), cursor.ReadVarInt64());
            if (code > (byte)DoubtCode.ShortDay || period > SettlementDay.MaxPeriods || quality > (byte)Quality.E6 || cell >= cells.Count)
            {
                throw new InvalidDataException($"Doubt {i} is not one that could have been written.");
            }
            doubts.Add(
                new Doubt(
                    first with
                    {
                        Index = first.Index + i,
                    },
                    (DoubtCode)code,
                    Mpan.FromStored(mpan),
                    cells[cell],
                    period,
                    (Quality)quality,
                    amount,
                    limit,
                    new DoubtVersion(revision, enqueued, position, place),
                    flags == Quarantined
                )
            );
        }

        return cursor.AtEnd ? doubts : throw new InvalidDataException("Bytes are left over after the last doubt.");
    }
}
