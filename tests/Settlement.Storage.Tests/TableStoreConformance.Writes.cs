namespace Settlement.Storage.Tests;

public abstract partial class TableStoreConformance
{
    [SkippableFact]
    public async Task A_batch_of_every_kind_is_applied_as_one()
    {
        var tags = await WriteAsync(
            TableWrite.Insert("a", Bytes("a1")),
            TableWrite.Insert("b", Bytes("b1")),
            TableWrite.Insert("c", Bytes("c1"))
        );

        var second = await WriteAsync(
            TableWrite.Insert("d", Bytes("d1")),
            TableWrite.Replace("a", Bytes("a2"), tags[0]!),
            TableWrite.Delete("b"),
            TableWrite.Put("c", Bytes("c2")),
            TableWrite.Put("e", Bytes("e1"))
        );

        Assert.Equal(["a", "c", "d", "e"], await RowsAsync(RowRange.All));
        Assert.Equal(
            "a2 (none) c2 d1 e1",
            string.Join(' ', await TextAsync("a"), await TextAsync("b"), await TextAsync("c"), await TextAsync("d"), await TextAsync("e"))
        );
        Assert.Null(second[2]);
        foreach (var (row, tag) in new[] { ("d", second[0]), ("a", second[1]), ("c", second[3]), ("e", second[4]) })
        {
            Assert.Equal((await Store.ReadAsync(Table, P, row, None))!.ETag, tag);
        }
    }

    [SkippableFact]
    public async Task A_conflict_undoes_its_whole_batch_and_names_the_row()
    {
        var tags = await WriteAsync(
            TableWrite.Insert("a", Bytes("a1")),
            TableWrite.Insert("b", Bytes("b1")),
            TableWrite.Insert("c", Bytes("c1"))
        );

        var conflict = await ConflictsAsync(
            TableWrite.Replace("a", Bytes("a2"), tags[0]!),
            TableWrite.Delete("b"),
            TableWrite.Put("d", Bytes("d1")),
            TableWrite.Insert("c", Bytes("c2")),
            TableWrite.Insert("e", Bytes("e1"))
        );

        Assert.Equal("c", conflict.Row);
        Assert.Equal(["a", "b", "c"], await RowsAsync(RowRange.All));
        Assert.Equal("a1", await TextAsync("a"));
        Assert.Equal("c1", await TextAsync("c"));
    }

    [SkippableTheory]
    [InlineData(TableWriteKind.Insert, 0)]
    [InlineData(TableWriteKind.Insert, 50)]
    [InlineData(TableWriteKind.Insert, 99)]
    [InlineData(TableWriteKind.Replace, 0)]
    [InlineData(TableWriteKind.Replace, 50)]
    [InlineData(TableWriteKind.Replace, 99)]
    public async Task One_write_that_fails_leaves_nothing_of_a_full_batch_wherever_it_stands(TableWriteKind kind, int position)
    {
        var stale = await WriteOneAsync(TableWrite.Insert("taken", Bytes("1")));
        await WriteAsync(TableWrite.Put("taken", Bytes("2")), TableWrite.Insert("old", Bytes("1")));
        var batch = Enumerable.Range(0, 100).Select(i => TableWrite.Put($"{i:D2}", Number(i))).ToArray();
        batch[position == 0 ? 1 : 0] = TableWrite.Delete("old");
        batch[position] =
            kind == TableWriteKind.Insert ? TableWrite.Insert("taken", Bytes("3")) : TableWrite.Replace("taken", Bytes("3"), stale);

        Assert.Equal("taken", (await ConflictsAsync(batch)).Row);

        Assert.Equal(["old", "taken"], await RowsAsync(RowRange.All));
        Assert.Equal("2", await TextAsync("taken"));
    }

    [SkippableFact]
    public async Task An_insert_needs_the_row_to_be_absent()
    {
        await WriteAsync(TableWrite.Insert("a", Bytes("same")));

        Assert.Equal("a", (await ConflictsAsync(TableWrite.Insert("a", Bytes("same")))).Row);
        await WriteAsync(TableWrite.Delete("a"));
        await WriteAsync(TableWrite.Insert("a", Bytes("again")));

        Assert.Equal("again", await TextAsync("a"));
    }

    [SkippableFact]
    public async Task A_replace_needs_the_current_tag()
    {
        var first = await WriteOneAsync(TableWrite.Insert("a", Bytes("1")));
        var second = await WriteOneAsync(TableWrite.Replace("a", Bytes("2"), first));
        await ConflictsAsync(TableWrite.Replace("a", Bytes("3"), first));
        Assert.Equal("2", await TextAsync("a"));

        var read = (await Store.ReadAsync(Table, P, "a", None))!.ETag;
        Assert.Equal(second, read);
        await WriteAsync(TableWrite.Replace("a", Bytes("3"), read));

        Assert.Equal("3", await TextAsync("a"));
    }

    [SkippableFact]
    public async Task A_replace_of_a_row_that_is_gone_conflicts_even_after_it_came_back()
    {
        var tag = await WriteOneAsync(TableWrite.Insert("a", Bytes("1")));
        await WriteAsync(TableWrite.Delete("a"));
        await ConflictsAsync(TableWrite.Replace("a", Bytes("2"), tag));
        await WriteAsync(TableWrite.Insert("a", Bytes("1")));

        await ConflictsAsync(TableWrite.Replace("a", Bytes("2"), tag));

        Assert.Equal("1", await TextAsync("a"));
    }

    [SkippableFact]
    public async Task A_put_leaves_nothing_of_a_longer_value()
    {
        await WriteAsync(TableWrite.Put("a", Bytes(200_000)));
        await WriteAsync(TableWrite.Put("a", Bytes("short")));

        Assert.Equal("short", await TextAsync("a"));
    }

    [SkippableFact]
    public async Task Deleting_rows_that_are_not_there_is_no_error()
    {
        Assert.Equal([null], await WriteAsync(TableWrite.Delete("a")));
        await WriteAsync(TableWrite.Insert("b", Bytes("1")), TableWrite.Insert("c", Bytes("1")));

        var tags = await WriteAsync(
            TableWrite.Delete("a"),
            TableWrite.Put("b", Bytes("2")),
            TableWrite.Delete("d"),
            TableWrite.Delete("c"),
            TableWrite.Insert("e", Bytes("2")),
            TableWrite.Delete("f")
        );

        Assert.Equal(["b", "e"], await RowsAsync(RowRange.All));
        Assert.Equal([false, true, false, false, true, false], tags.Select(tag => tag is not null));
        Assert.Equal((await Store.ReadAsync(Table, P, "e", None))!.ETag, tags[4]);
    }

    [SkippableFact]
    public async Task A_batch_may_consist_of_deletes_of_absent_rows()
    {
        await WriteAsync(TableWrite.Insert("a", Bytes("1")));

        var tags = await WriteAsync([.. Enumerable.Range(0, 100).Select(i => TableWrite.Delete($"absent-{i}"))]);

        Assert.Equal(100, tags.Count);
        Assert.All(tags, Assert.Null);
    }

    [SkippableFact]
    public async Task A_write_that_was_cancelled_before_it_began_is_not_made()
    {
        await WriteAsync(TableWrite.Insert("a", Bytes("1")));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Store.WriteAsync(Table, P, [TableWrite.Put("a", Bytes("2"))], cancelled.Token)
        );

        Assert.Equal("1", await TextAsync("a"));
    }

    [SkippableFact]
    public async Task A_cancelled_read_stops()
    {
        await WriteAsync(TableWrite.Insert("a", Bytes("1")));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.ReadAsync(Table, P, "a", cancelled.Token));
    }
}
