using Settlement.Ledger.Storage;

namespace Settlement.Ledger.Tests.Storage;

public abstract partial class TableStoreConformance
{
    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(TableLimits.MaxPropertyBytes - 1)]
    [InlineData(TableLimits.MaxPropertyBytes)]
    [InlineData(TableLimits.MaxPropertyBytes + 1)]
    [InlineData((2 * TableLimits.MaxPropertyBytes) + 1)]
    [InlineData(TableLimits.MaxValueBytes - 1)]
    [InlineData(TableLimits.MaxValueBytes)]
    public async Task Values_of_every_allowed_length_come_back(int length)
    {
        // A window into a larger array is what a caller that reuses its buffers passes.
        var buffer = Bytes(length + 20);
        var value = buffer.AsMemory(10, length);
        var put = buffer.AsMemory(0, Math.Min(length, MaxPutBytes));
        await WriteAsync(TableWrite.Insert("a", value), TableWrite.Put("b", put));

        AssertSame(value, (await Store.ReadAsync(Table, P, "a", None))!.Value);
        await foreach (var entry in Store.QueryAsync(Table, P, RowRange.Prefix("b"), None))
            AssertSame(put, entry.Value);
    }

    [SkippableFact]
    public async Task A_value_that_is_too_long_is_refused()
        => await RefusedAsync(P, TableWrite.Insert("a", Bytes(TableLimits.MaxValueBytes + 1)));

    [SkippableFact]
    public async Task A_batch_has_one_to_a_hundred_writes()
    {
        var batch = Enumerable.Range(0, 101).Select(i => TableWrite.Insert($"{i:D3}", Number(i))).ToArray();

        await RefusedAsync(P, batch);
        await RefusedAsync(P);
        Assert.Equal(100, (await WriteAsync(batch[..100])).Count);
        Assert.Equal(100, (await RowsAsync(RowRange.All)).Count);
    }

    [SkippableFact]
    public async Task A_batch_is_at_most_four_mebibytes_as_sent()
    {
        var batch = Enumerable.Range(0, 4).Select(i => TableWrite.Insert($"{i}", Bytes(TableLimits.MaxPropertyBytes * 12))).ToArray();

        await RefusedAsync(P, batch);
        await WriteAsync(batch[..3]);
        await WriteAsync([.. Enumerable.Range(0, 46).Select(i => TableWrite.Put($"p{i:D2}", Bytes(TableLimits.MaxPropertyBytes)))]);

        Assert.Equal(49, (await RowsAsync(RowRange.All)).Count);
    }

    [SkippableFact]
    public async Task A_batch_names_a_row_once_and_a_replace_names_its_tag()
    {
        await RefusedAsync(P, TableWrite.Put("a", Bytes("1")), TableWrite.Delete("a"));
        await RefusedAsync(P, TableWrite.Insert("a", Bytes("1")), new TableWrite(TableWriteKind.Replace, "b", Bytes("2"), null));
    }

    [SkippableTheory]
    [InlineData("/")]
    [InlineData("\\")]
    [InlineData("#")]
    [InlineData("?")]
    [InlineData("\t")]
    [InlineData("\u0000")]
    [InlineData("\u007f")]
    [InlineData("\u0085")]
    [InlineData("\U0001F50C")]
    public async Task Keys_that_the_service_refuses_are_refused(string part)
    {
        var key = $"a{part}b";

        await RefusedAsync(P, TableWrite.Insert("a", Bytes("1")), TableWrite.Insert(key, Bytes("1")));
        await RefusedAsync(key, TableWrite.Insert("a", Bytes("1")));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ReadAsync(Table, P, key, None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ReadAsync(Table, key, "a", None));
        await Assert.ThrowsAsync<ArgumentException>(() => RowsAsync(RowRange.All, key));
    }

    [SkippableFact]
    public async Task Keys_are_at_most_a_kibibyte()
    {
        await RefusedAsync(P, TableWrite.Insert(new string('k', 513), Bytes("1")));
        await WriteAsync(TableWrite.Insert(new string('k', 512), Bytes("1")));

        Assert.Equal("1", await TextAsync(new string('k', 512)));
    }

    [SkippableTheory]
    [InlineData("ab")]
    [InlineData("1ab")]
    [InlineData("a-b")]
    [InlineData("täble")]
    public async Task Table_names_that_the_service_refuses_are_refused(string table)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.WriteAsync(table, P, [TableWrite.Delete("a")], None));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ReadAsync(table, P, "a", None));
    }

    private async Task RefusedAsync(string partition, params TableWrite[] batch)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.WriteAsync(Table, partition, batch, None));
        Assert.Empty(await RowsAsync(RowRange.All));
    }
}
