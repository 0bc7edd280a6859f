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
    public async ValueTask WriteAsync(int day, int partition, long step, string attempt, IReadOnlyList<MarketRow> rows, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var (key, row) = (Key(day, partition), Row(step, attempt));
        await store.WriteAllAsync(Table, key, TableBlobs.Cut(row, Encode($"{key}/{row}", rows)), cancellation);
    }

    /// <summary>Reads everything written for a day and partition, orphans of crashes among it.</summary>
    public async IAsyncEnumerable<(long Step, string Attempt, StoredMarketRows Rows)> ReadAsync(int day, int partition, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var blob = new MemoryStream();
        string? current = null;
        await foreach (var entry in store.QueryAsync(Table, Key(day, partition), RowRange.All, cancellation))
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
            yield return Stored(day, partition, current, blob);
    }

    /// <summary>The steps after one that wrote something for a day and partition, orphans of crashes among them.</summary>
    internal async IAsyncEnumerable<(long Step, string Attempt)> StepsAsync(
        int day, int partition, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entry in store.QueryAsync(Table, Key(day, partition), new RowRange(string.Create(CultureInfo.InvariantCulture, $"{after + 1:D12}"), null), cancellation))
            yield return (StepOf(entry.Row), entry.Row[(StepDigits + 1)..entry.Row.LastIndexOf('-')]);
    }

    private static (long Step, string Attempt, StoredMarketRows Rows) Stored(int day, int partition, string row, MemoryStream blob) =>
        (StepOf(row), row[(StepDigits + 1)..], new StoredMarketRows(day, $"{Key(day, partition)}/{row}", blob.ToArray()));

    private static ReadOnlyMemory<byte> Encode(string name, IReadOnlyList<MarketRow> rows)
    {
        var buffer = new BlockBuffer();
        buffer.Byte(Format);
        buffer.Unsigned(rows.Count);
        foreach (var row in rows)
        {
            buffer.Byte((byte)((int)row.Type | (row.Estimated ? 0x80 : 0)));
            buffer.Byte((byte)row.Period);
            buffer.Text(row.Key);
            buffer.Decimal(row.A);
            if (row.Type == MarketMessageType.SystemPrice)
                buffer.Decimal(row.B);
            if (row.Trade is { } trade)
            {
                buffer.Text(trade.Seller);
                buffer.Text(trade.Buyer);
                buffer.Byte((byte)((int)trade.SellerAccount | ((int)trade.BuyerAccount << 1)));
            }

            buffer.Unsigned(row.Revision);
            buffer.Signed(row.Enqueued);
            buffer.Unsigned(row.Sequence);
            buffer.Unsigned(row.Place);
        }

        buffer.UInt64(NamedHash.Of(name, buffer.Written.Span));
        return buffer.Written;
    }

    internal static MarketRow[] Decode(string name, ReadOnlySpan<byte> bytes, int day)
    {
        if (bytes.Length < 9 || new BlockCursor(bytes[^8..]).UInt64() != NamedHash.Of(name, bytes[..^8]))
            throw new InvalidDataException("The checksum does not match.");
        var cursor = new BlockCursor(bytes[..^8]);
        if (cursor.Byte() is var format && format != Format)
            throw new InvalidDataException($"Format {format} is unknown; this version reads {Format}.");
        var rows = new MarketRow[cursor.Count()];
        for (var i = 0; i < rows.Length; i++)
        {
            var kind = cursor.Byte();
            var type = (MarketMessageType)(kind & 0x7F);
            int period = cursor.Byte();
            var key = cursor.Text();
            var a = cursor.Decimal();
            var b = type == MarketMessageType.SystemPrice ? cursor.Decimal() : 0;
            TradeParties? trade = null;
            if (type == MarketMessageType.Contract)
            {
                var (seller, buyer, accounts) = (cursor.Text(), cursor.Text(), cursor.Byte());
                trade = new(seller, (EnergyAccount)(accounts & 1), buyer, (EnergyAccount)((accounts >> 1) & 1));
            }

            rows[i] = new MarketRow(type, day, period, key, a, b, (kind & 0x80) != 0, trade, cursor.Long(), cursor.Signed(), cursor.Long(), cursor.Int());
        }

        return rows;
    }

    internal static string Key(int day, int partition) => string.Create(CultureInfo.InvariantCulture, $"{SettlementDay.FromNumber(day)}-{partition:D4}");

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
