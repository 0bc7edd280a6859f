using System.Globalization;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Messages;
using Settlement.Storage;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Market;

/// <summary>The market inputs of the ledger, by day, partition and head step.</summary>
public sealed class MarketStore(ITableStore store)
{
    internal const string Table = "market";
    private const byte Format = 1;
    private const int StepDigits = 12;

    /// <summary>Writes the rows of one day of a step that is not yet committed.</summary>
    public async ValueTask WriteAsync(
        int day,
        int partition,
        long step,
        string attempt,
        IReadOnlyList<MarketRow> rows,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(rows);
        var (key, row) = (Key(day, partition), Row(step, attempt));
        await store.WriteAllAsync(Table, key, TableBlobs.Cut(row, Encode($"{key}/{row}", rows)), cancellationToken);
    }

    /// <summary>Deletes the rows of a day and partition.</summary>
    public async ValueTask PurgeAsync(SettlementDay day, int partition, CancellationToken cancellationToken) =>
        await store.DeleteAsync(Table, Key(day.Number, partition), RowRange.All, cancellationToken);

    /// <summary>Reads everything written for a day and partition, orphans of crashes among it.</summary>
    public async IAsyncEnumerable<(long Step, string Attempt, StoredMarketRows Rows)> ReadAsync(
        int day,
        int partition,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var blob = new MemoryStream();
        string? current = null;
        await foreach (var entry in store.QueryAsync(Table, Key(day, partition), RowRange.All, cancellationToken))
        {
            var name = entry.Row[..entry.Row.LastIndexOf('-')];
            if (name != current && current is not null)
            {
                yield return Stored(day, partition, current, blob);
                blob.SetLength(0);
            }

            current = name;
            blob.Write(entry.Value.Span);
        }

        if (current is not null)
        {
            yield return Stored(day, partition, current, blob);
        }
    }

    /// <summary>The steps after one that wrote something for a day and partition, orphans of crashes among them.</summary>
    internal async IAsyncEnumerable<(long Step, string Attempt)> StepsAsync(
        int day,
        int partition,
        long after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (
            var entry in store.QueryAsync(
                Table,
                Key(day, partition),
                new RowRange(string.Create(CultureInfo.InvariantCulture, $"{after + 1:D12}"), null),
                cancellationToken
            )
        )
        {
            yield return (StepOf(entry.Row), entry.Row[(StepDigits + 1)..entry.Row.LastIndexOf('-')]);
        }
    }

    private static (long Step, string Attempt, StoredMarketRows Rows) Stored(int day, int partition, string row, MemoryStream blob) =>
        (StepOf(row), row[(StepDigits + 1)..], new StoredMarketRows(day, $"{Key(day, partition)}/{row}", blob.ToArray()));

    private static ReadOnlyMemory<byte> Encode(string name, IReadOnlyList<MarketRow> rows)
    {
        var buffer = new BlockBuffer();
        buffer.WriteByte(Format);
        buffer.WriteVarUInt64(rows.Count);
        foreach (var row in rows)
        {
            buffer.WriteByte((byte)((int)row.Type | (row.Estimated ? 0x80 : 0)));
            buffer.WriteByte((byte)row.Period);
            buffer.Text(row.Key);
            buffer.Decimal(row.A);
            if (row.Type == MarketMessageType.SystemPrice)
            {
                buffer.Decimal(row.B);
            }
            if (row.Trade is { } trade)
            {
                buffer.Text(trade.Seller);
                buffer.Text(trade.Buyer);
                buffer.WriteByte((byte)((int)trade.SellerAccount | ((int)trade.BuyerAccount << 1)));
            }

            buffer.WriteVarUInt64(row.Revision);
            buffer.WriteZigZag(row.Enqueued);
            buffer.WriteVarUInt64(row.Position);
            buffer.WriteVarUInt64(row.Place);
        }

        buffer.WriteUInt64(NamedHash.Compute(name, buffer.Written.Span));
        return buffer.Written;
    }

    internal static MarketRow[] Decode(string name, ReadOnlySpan<byte> bytes, int day)
    {
        if (bytes.Length < 9 || new BlockCursor(bytes[^8..]).ReadUInt64() != NamedHash.Compute(name, bytes[..^8]))
        {
            throw new InvalidDataException("The checksum does not match.");
        }
        var cursor = new BlockCursor(bytes[..^8]);
        if (cursor.ReadByte() is var format && format != Format)
        {
            throw new InvalidDataException($"Format {format} is unknown; this version reads {Format}.");
        }
        var rows = new MarketRow[cursor.Count()];
        for (var i = 0; i < rows.Length; i++)
        {
            var kind = cursor.ReadByte();
            var type = (MarketMessageType)(kind & 0x7F);
            int period = cursor.ReadByte();
            var key = cursor.Text();
            var a = cursor.Decimal();
            var b = type == MarketMessageType.SystemPrice ? cursor.Decimal() : 0;
            TradeParties? trade = null;
            if (type == MarketMessageType.Contract)
            {
                var (seller, buyer, accounts) = (cursor.Text(), cursor.Text(), cursor.ReadByte());
                trade = new(seller, (EnergyAccount)(accounts & 1), buyer, (EnergyAccount)((accounts >> 1) & 1));
            }

            rows[i] = new MarketRow(
                type,
                day,
                period,
                key,
                a,
                b,
                (kind & 0x80) != 0,
                trade,
                cursor.ReadVarInt64(),
                cursor.ReadZigZag(),
                cursor.ReadVarInt64(),
                cursor.ReadVarInt32()
            );
        }

        return rows;
    }

    internal static string Key(int day, int partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{SettlementDay.FromNumber(day)}-{partition:D4}");

    private static string Row(long step, string attempt) => string.Create(CultureInfo.InvariantCulture, $"{step:D12}-{attempt}");

    private static long StepOf(string name) => long.Parse(name.AsSpan(0, StepDigits), CultureInfo.InvariantCulture);
}

/// <summary>Market inputs as they are stored. They are decoded only once they are known to be committed: what a crash left may be half a value.</summary>
public sealed class StoredMarketRows
{
    private readonly int _day;
    private readonly string _name;
    private readonly byte[] _bytes;

    internal StoredMarketRows(int day, string name, byte[] bytes) => (_day, _name, _bytes) = (day, name, bytes);

    /// <summary>Decodes the rows.</summary>
    /// <exception cref="DamagedBlockException">They are not what was written.</exception>
    public IReadOnlyList<MarketRow> Decode()
    {
        try
        {
            return MarketStore.Decode(_name, _bytes, _day);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new DamagedBlockException(_name, "market", e);
        }
    }
}
