namespace Settlement.Storage.Tests;

public abstract partial class TableStoreConformance
{
    [SkippableFact]
    public async Task Writers_that_check_their_tags_count_exactly()
    {
        const int Writers = 8;
        const int Each = 15;

        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < Each; i++)
                        {
                            while (!await TryCountAsync(writer % 2 == 0 ? Store : Another, $"{writer}-{i}")) { }
                        }
                    })
                )
        );

        Assert.Equal(Writers * Each, Number((await Store.ReadAsync(Table, P, "count", None))!));
        Assert.Equal(Writers * Each, (await RowsAsync(RowRange.Prefix("by-"))).Count);
    }

    [SkippableFact]
    public async Task Of_many_inserts_of_one_row_one_succeeds()
    {
        var wins = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(i =>
                    Task.Run(() =>
                        SucceedsAsync(
                            i % 4 < 2 ? Store : Another,
                            TableWrite.Insert("a", Bytes("same")),
                            TableWrite.Insert($"by-{i}", Number(i))
                        )
                    )
                )
        );

        Assert.Equal(1, wins.Count(won => won));
        Assert.Single(await RowsAsync(RowRange.Prefix("by-")));
    }

    [SkippableFact]
    public async Task A_conflict_does_not_touch_batches_written_at_the_same_time()
    {
        await WriteAsync(TableWrite.Insert("taken", Bytes("1")));

        var wins = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    Task.Run(() =>
                        i % 2 == 0
                            ? SucceedsAsync(
                                i % 4 < 2 ? Store : Another,
                                TableWrite.Insert($"even-{i:D2}", Number(i)),
                                TableWrite.Insert($"also-{i:D2}", Number(i))
                            )
                            : SucceedsAsync(
                                i % 4 < 2 ? Store : Another,
                                TableWrite.Insert($"odd-{i:D2}", Number(i)),
                                TableWrite.Insert("taken", Number(i))
                            )
                    )
                )
        );

        Assert.Equal(Enumerable.Range(0, 40).Select(i => i % 2 == 0), wins);
        Assert.Equal(20, (await RowsAsync(RowRange.Prefix("even-"))).Count);
        Assert.Equal(20, (await RowsAsync(RowRange.Prefix("also-"))).Count);
        Assert.Empty(await RowsAsync(RowRange.Prefix("odd-")));
    }

    [SkippableFact]
    public async Task Of_two_stores_that_replace_one_row_at_once_one_succeeds_in_every_round()
    {
        const int Rounds = 40;
        await WriteAsync(TableWrite.Insert("head", Number(0)));

        for (var round = 1; round <= Rounds; round++)
        {
            var head = (await Store.ReadAsync(Table, P, "head", None))!;
            Assert.Equal(head.ETag, (await Another.ReadAsync(Table, P, "head", None))!.ETag);

            var won = await Task.WhenAll(
                new[] { Store, Another }.Select(
                    (store, who) =>
                        Task.Run(() =>
                            SucceedsAsync(
                                store,
                                TableWrite.Replace("head", Number((10 * round) + who), head.ETag),
                                TableWrite.Insert($"by-{round:D2}-{who}", default)
                            )
                        )
                )
            );

            var winner = Assert.Single(new[] { 0, 1 }, who => won[who]);
            Assert.Equal((10 * round) + winner, Number((await Store.ReadAsync(Table, P, "head", None))!));
            Assert.Equal([$"by-{round:D2}-{winner}"], await RowsAsync(RowRange.Prefix($"by-{round:D2}")));
        }
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(2 * TableLimits.MaxValueBytes)]
    [InlineData((5 * TableLimits.MaxValueBytes) + 12345)]
    public async Task Large_values_are_cut_and_joined(int length)
    {
        var value = Bytes(length);
        await Store.WriteAllAsync(Table, P, TableBlobs.Cut("big", value), None);
        await Store.WriteAllAsync(Table, P, TableBlobs.Cut("bigger", Bytes(10)), None);

        AssertSame(value, (await Store.ReadBlobAsync(Table, P, "big", None))!.Value);
        Assert.Null(await Store.ReadBlobAsync(Table, P, "absent", None));
        Assert.Equal(
            Math.Max(1, (length + TableLimits.MaxValueBytes - 1) / TableLimits.MaxValueBytes),
            (await RowsAsync(RowRange.Prefix("big-"))).Count
        );
    }

    private async Task<bool> TryCountAsync(ITableStore store, string by)
    {
        var now = await store.ReadAsync(Table, P, "count", None);
        var next = now is null ? TableWrite.Insert("count", Number(1)) : TableWrite.Replace("count", Number(Number(now) + 1), now.ETag);
        return await SucceedsAsync(store, next, TableWrite.Insert($"by-{by}", default));
    }

    private async Task<bool> SucceedsAsync(ITableStore store, params TableWrite[] batch)
    {
        try
        {
            await store.WriteAsync(Table, P, batch, None);
            return true;
        }
        catch (TableConflictException)
        {
            return false;
        }
    }
}
