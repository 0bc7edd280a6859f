namespace Settlement.Storage.Tests;

public abstract partial class TableStoreConformance
{
    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(TableLimits.MaxPropertyBytes - 1)]
    [InlineData(TableLimits.MaxPropertyBytes)]
    [InlineData(TableLimits.MaxPropertyBytes + 1)]
    [InlineData((2 * TableLimits.MaxPropertyBytes) - 1)]
    [InlineData(2 * TableLimits.MaxPropertyBytes)]
    [InlineData((2 * TableLimits.MaxPropertyBytes) + 1)]
    [InlineData(14 * TableLimits.MaxPropertyBytes)]
    [InlineData((14 * TableLimits.MaxPropertyBytes) + 1)]
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
        {
            AssertSame(put, entry.Value);
        }
    }

    [SkippableFact]
    public async Task A_value_may_be_made_empty_and_full_again()
    {
        var tag = await WriteOneAsync(TableWrite.Insert("a", Bytes("1")));
        tag = await WriteOneAsync(TableWrite.Replace("a", default, tag));
        Assert.Equal("", await TextAsync("a"));
        tag = await WriteOneAsync(TableWrite.Replace("a", Bytes("2"), tag));
        await WriteAsync(TableWrite.Put("a", default));
        Assert.Equal("", await TextAsync("a"));
        await ConflictsAsync(TableWrite.Replace("a", Bytes("3"), tag));

        Assert.Equal(["a"], await RowsAsync(RowRange.All));
    }

    [SkippableTheory]
    [InlineData('k')]
    [InlineData('\'')]
    [InlineData('é')]
    [InlineData('中')]
    public async Task The_longest_value_fits_beside_the_longest_keys(char character)
    {
        var key = LongestKey(character);
        var (partition, row, other) = (key, key, key[1..]);
        var value = Bytes(TableLimits.MaxValueBytes);
        var put = value[..MaxPutBytes];

        var tags = await Store.WriteAsync(Table, partition, [TableWrite.Insert(row, value), TableWrite.Put(other, put)], None);
        AssertSame(value, (await Store.ReadAsync(Table, partition, row, None))!.Value);
        await Store.WriteAsync(Table, partition, [TableWrite.Replace(row, put, tags[0]!), TableWrite.Delete(other)], None);

        Assert.Equal([row], await RowsAsync(RowRange.All, partition));
        AssertSame(put, (await Store.ReadAsync(Table, partition, row, None))!.Value);
    }

    [SkippableFact]
    public async Task A_value_that_is_too_long_is_refused() =>
        await RefusedAsync(P, TableWrite.Insert("a", Bytes(TableLimits.MaxValueBytes + 1)));

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
    [InlineData("\u001f")]
    [InlineData("\u009f")]
    [InlineData("\U0001F50C")]
    [InlineData("high")]
    [InlineData("low")]
    public async Task Keys_that_the_service_refuses_are_refused(string part)
    {
        // A lone surrogate would not survive as an attribute's argument.
        var key = $"a{part switch { "high" => "\uD83D", "low" => "\uDD0C", _ => part }}b";

        await RefusedAsync(P, TableWrite.Insert("a", Bytes("1")), TableWrite.Insert(key, Bytes("1")));
        await RefusedAsync(key, TableWrite.Insert("a", Bytes("1")));
        await RefusedAsync(async () => await Store.ReadAsync(Table, P, key, None));
        await RefusedAsync(async () => await Store.ReadAsync(Table, key, "a", None));
        await RefusedAsync(() => RowsAsync(RowRange.All, key));
    }

    [SkippableFact]
    public async Task Ranges_with_a_surrogate_have_no_place_in_the_order_and_are_refused()
    {
        await RefusedAsync(() => RowsAsync(new RowRange("a\uD83D", null)));
        await RefusedAsync(() => RowsAsync(new RowRange("a", "a\uDD0C")));
        await RefusedAsync(() => RowsAsync(RowRange.Prefix("\U0001F50C")));
    }

    [SkippableFact]
    public async Task Keys_are_at_most_a_kibibyte()
    {
        await RefusedAsync(P, TableWrite.Insert(new string('k', 513), Bytes("1")));
        await RefusedAsync(P, TableWrite.Insert(LongestKey('中') + '中', Bytes("1")));
        await RefusedAsync(new string('k', 513), TableWrite.Insert("a", Bytes("1")));
        await RefusedAsync(async () => await Store.ReadAsync(Table, P, new string('k', 513), None));
        await RefusedAsync(async () => await Store.ReadAsync(Table, new string('k', 513), "a", None));
        await WriteAsync(TableWrite.Insert(new string('k', 512), Bytes("1")));

        Assert.Equal("1", await TextAsync(new string('k', 512)));
    }

    [SkippableTheory]
    [InlineData("ab")]
    [InlineData("1ab")]
    [InlineData("a-b")]
    [InlineData("täble")]
    [InlineData("tables")]
    [InlineData("Tables")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public async Task Table_names_that_the_service_refuses_are_refused(string table)
    {
        await RefusedAsync(async () => await Store.WriteAsync(table, P, [TableWrite.Delete("a")], None));
        await RefusedAsync(async () => await Store.ReadAsync(table, P, "a", None));
        await RefusedAsync(async () => await Store.QueryAsync(table, P, RowRange.All, None).GetAsyncEnumerator().MoveNextAsync());
    }

    [SkippableFact]
    public async Task A_batch_just_below_the_limit_is_written_and_just_above_it_refused()
    {
        var full = Enumerable.Range(0, 4).Select(i => TableWrite.Insert($"{i}", Bytes(TableLimits.MaxPropertyBytes * 11))).ToList();
        var room =
            TableLimits.MaxBatchRequestBytes
            - full.Sum(write => TableLimits.RequestBytes(P, write))
            - TableLimits.RequestBytes(P, TableWrite.Insert("rest", default));
        var rest = room / 4 * 3;

        await RefusedAsync(P, [.. full, TableWrite.Insert("rest", Bytes(rest + 3))]);
        await WriteAsync([.. full, TableWrite.Insert("rest", Bytes(rest))]);

        AssertSame(Bytes(rest), (await Store.ReadAsync(Table, P, "rest", None))!.Value);
    }

    private async Task RefusedAsync(string partition, params TableWrite[] batch)
    {
        await RefusedAsync(async () => await Store.WriteAsync(Table, partition, batch, None));
        Assert.Empty(await RowsAsync(RowRange.All));
    }

    /// <summary>The longest key of one character that is not refused.</summary>
    internal static string LongestKey(char character)
    {
        for (var length = 512; ; length--)
        {
            try
            {
                TableLimits.CheckKey(new string(character, length), nameof(character));
                return new string(character, length);
            }
            catch (ArgumentException) when (length > 1) { }
        }
    }

    /// <summary>It is our code that refuses: whatever a service would say to it, it is not asked.</summary>
    private async Task RefusedAsync(Func<Task> request)
    {
        var before = RequestsSent;
        await Assert.ThrowsAsync<ArgumentException>(request);
        Assert.Equal(before, RequestsSent);
    }
}
