using System.IO.Hashing;
using CsCheck;
using Settlement.Domain.Calendar;
using Settlement.Ledger.Blocks;
using Settlement.Storage;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Tests.Blocks;

public sealed class BlockDamageTests
{
    private static string Partition => $"{SettlementDay.FromNumber(BlockSample.Id.Day)}-0003";

    [Theory]
    [InlineData(20)]
    [InlineData(1_100)]
    public async Task A_flipped_byte_anywhere_is_a_damaged_block_that_is_named(int rows)
    {
        var (store, entries) = await WrittenAsync(rows);
        var random = new Random(rows);
        foreach (var entry in entries)
        {
            // Every byte of small entities, some of large ones.
            var at =
                entry.Value.Length <= 200
                    ? Enumerable.Range(0, entry.Value.Length)
                    : Enumerable.Range(0, 25).Select(_ => random.Next(entry.Value.Length));
            foreach (var position in at)
            {
                var bytes = entry.Value.ToArray();
                bytes[position] ^= (byte)(1 << random.Next(8));
                await IsDamagedAsync(store, entry, bytes);
            }
        }
    }

    [Fact]
    public async Task A_shortened_or_lengthened_part_is_a_damaged_block_that_is_named()
    {
        var (store, entries) = await WrittenAsync(20);
        foreach (var entry in entries)
        {
            for (var length = 0; length < entry.Value.Length; length++)
            {
                await IsDamagedAsync(store, entry, entry.Value[..length].ToArray());
            }
            await IsDamagedAsync(store, entry, [.. entry.Value.Span, 0]);
        }
    }

    [Fact]
    public async Task A_part_that_is_gone_or_another_ones_is_a_damaged_block_that_is_named()
    {
        var (store, entries) = await WrittenAsync(1_100);
        var parts = entries.Where(entry => entry.Row[0] == 'd').ToList();
        Assert.True(parts.Count > 1);
        foreach (var entry in parts)
        {
            await IsDamagedAsync(store, entry, null);
            await IsDamagedAsync(store, entry, parts.First(other => other.Row != entry.Row).Value.ToArray());
        }
    }

    [Fact]
    public void Bytes_that_pass_their_checksum_and_make_no_sense_are_invalid_and_nothing_worse()
    {
        var batch = BlockSample.Make(30, 3, 5);
        var name = (long)XxHash3.HashToUInt64(System.Text.Encoding.UTF8.GetBytes(BlockSample.Id.ToString()));
        var header = new BlockHeader(30, [new(1, 2), new(3, 4), new(5, 6), new(7, 8), new(9, 10)]).Encode(BlockSample.Id)[..^8].ToArray();
        var totals = new DayTotals();
        totals.Add(batch.Cells[0].Cell, Domain.Market.QualityClass.Estimated, 3, 700);
        Hostile(
            header,
            bytes => BlockHeader.Decode(BlockSample.Id, [.. bytes, .. BitConverter.GetBytes(XxHash3.HashToUInt64(bytes, name))])
        );
        Hostile(totals.Encode().ToArray(), bytes => DayTotals.Decode(bytes));

        var (ids, values) = (new BlockBuffer(), new BlockBuffer());
        var order = Enumerable
            .Range(0, batch.Rows.Length)
            .OrderBy(row => MeterShard.GetShard(batch.Rows[row].Mpan))
            .ThenBy(row => batch.Rows[row].Mpan)
            .ToArray();
        var starts = Enumerable
            .Range(0, MeterShard.Count + 1)
            .Select(shard => order.Count(row => MeterShard.GetShard(batch.Rows[row].Mpan) < shard))
            .ToArray();
        SliceIds.Write(
            ids,
            order.Select(row => batch.Rows[row].Mpan.Value).ToArray(),
            starts,
            order.Select(row => (long)batch.Rows[row].First).ToArray(),
            order.Select(row => (long)batch.Rows[row].Length).ToArray()
        );
        SliceRows.Write(
            values,
            batch,
            order,
            [.. Enumerable.Range(0, batch.Cells.Count)],
            [.. Enumerable.Range(0, 3)],
            new long[order.Length]
        );
        var whole = SliceIds.Decode(ids.Written, MeterShard.Count);
        Hostile(ids.Written.ToArray(), bytes => SliceIds.Decode(bytes, MeterShard.Count));
        Hostile(values.Written.ToArray(), bytes => Touch(SliceRows.Decode(bytes, whole, batch.Cells.Count, 3)));
    }

    /// <summary>Reads everything there is, as rows are read one by one.</summary>
    private static void Touch(SliceRows rows)
    {
        for (var row = 0; row < rows.Ids.Mpans.Length; row++)
        {
            _ = (rows.Cell(row), rows.Event(row), rows.Place(row), rows.Revision(row));
            _ = (rows.Values(row).AllWattHours(), rows.Values(row).AllQualities());
        }
    }

    [Fact]
    public async Task A_run_that_meets_a_damaged_block_says_which_one()
    {
        var store = new InMemoryTableStore();
        var ledger = await TestLedger.MakeAsync(store);
        await ledger.ReadingsAsync(0, MessageText.Reading().ToString());
        await foreach (var entry in store.QueryAsync("blocks", "2026-06-16-0000", RowRange.Prefix("d-"), default))
        {
            await store.WriteAsync("blocks", "2026-06-16-0000", [TableWrite.Put(entry.Row, new byte[] { 1, 2, 3 })], default);
        }

        var cut = await ledger.CutAsync();
        var damage = await Assert.ThrowsAsync<DamagedBlockException>(async () =>
            await ledger.DayFold.FoldAsync(SettlementDay.Parse("2026-06-16"), cut, 0, 1, default)
        );
        Assert.Contains("2026-06-16-0000/h-000000000001-", damage.Message, StringComparison.Ordinal);
    }

    private static async Task<(InMemoryTableStore Store, List<TableEntry> Entries)> WrittenAsync(int rows)
    {
        var store = new InMemoryTableStore();
        var batch = BlockSample.Make(rows, 3, rows);
        await new BlockStore(store).WriteAsync(BlockSample.Id, batch, new BlockWriter(), default);
        var entries = new List<TableEntry>();
        await foreach (var entry in store.QueryAsync("blocks", Partition, RowRange.All, default))
        {
            entries.Add(entry);
        }
        return (store, entries);
    }

    private static async Task IsDamagedAsync(InMemoryTableStore store, TableEntry entry, byte[]? bytes)
    {
        await store.WriteAsync(
            "blocks",
            Partition,
            [bytes is null ? TableWrite.Delete(entry.Row) : TableWrite.Put(entry.Row, bytes)],
            default
        );
        var damage = await Assert.ThrowsAsync<DamagedBlockException>(() => BlockSample.ReadAsync(new BlockStore(store)));
        Assert.Contains(BlockSample.Id.ToString(), damage.Message, StringComparison.Ordinal);
        await store.WriteAsync("blocks", Partition, [TableWrite.Put(entry.Row, entry.Value)], default);
    }

    /// <summary>Changes bytes in every place and at random; decoding gives something or says that it cannot, without much memory.</summary>
    private static void Hostile(byte[] good, Action<byte[]> decode)
    {
        decode(good);
        byte[] values = [0, 1, 0x3F, 0x7F, 0x80, 0xFF];
        for (var i = 0; i < good.Length; i++)
        {
            foreach (var value in values)
            {
                var bytes = good.ToArray();
                bytes[i] = value;
                Try(bytes, decode);
                // A run of continuation bytes makes the largest numbers.
                bytes.AsSpan(i, Math.Min(9, bytes.Length - i)).Fill(value);
                Try(bytes, decode);
            }

            Try(good[..i], decode);
        }

        Gen.Byte.Array[0, 64].Sample(bytes => Try(bytes, decode), iter: 20_000, threads: 1);
    }

    private static void Try(byte[] bytes, Action<byte[]> decode)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            decode(bytes);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            // Both are told as a damaged block.
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4_000_000, "Damaged bytes asked for much memory.");
    }
}
