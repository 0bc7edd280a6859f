using System.Globalization;

namespace Settlement.Storage.Tests;

public abstract partial class TableStoreConformance
{
    private static readonly string[] OddKeys =
    [
        "",
        " ",
        "  ",
        "!",
        "\"",
        "$",
        "%",
        "%2F",
        "%41",
        "&",
        "'",
        "''",
        "(",
        ")",
        "*",
        "+",
        ",",
        "-",
        ".",
        "..",
        "0",
        "00",
        "9",
        ":",
        ";",
        "<",
        "=",
        ">",
        "@",
        "A",
        "AB",
        "Ab",
        "B",
        "Z",
        "[",
        "]",
        "^",
        "_",
        "`",
        "a",
        "a b",
        "a'b",
        "aB",
        "ab",
        "b",
        "z",
        "{",
        "|",
        "}",
        "~",
        "~a",
        "\u00a0",
        "ß",
        "é",
        "e\u0301",
        "Ω",
        "中",
        "\uE000",
        "\uFFFD",
    ];

    [SkippableFact]
    public async Task Reading_what_is_not_there_finds_nothing()
    {
        Assert.Null(await Store.ReadAsync(Table, P, "a", None));
        Assert.Empty(await RowsAsync(RowRange.All));
        await WriteAsync(TableWrite.Insert("a", Bytes("1")));

        Assert.Null(await Store.ReadAsync(Table, P, "A", None));
        Assert.Null(await Store.ReadAsync(Table, "Partition", "a", None));
        Assert.Empty(await RowsAsync(RowRange.All, "other"));
    }

    [SkippableFact]
    public async Task Table_names_differ_in_more_than_case()
    {
        await WriteAsync(TableWrite.Insert("a", Bytes("1")));

        Assert.NotNull(await Store.ReadAsync(Table.ToUpperInvariant(), P, "a", None));
    }

    [SkippableFact]
    public async Task Keys_of_every_allowed_sort_are_kept_in_ordinal_order()
    {
        var shuffled = OddKeys.ToArray();
        new Random(7).Shuffle(shuffled);
        await WriteAsync([.. shuffled.Select(key => TableWrite.Insert(key, Bytes(key)))]);

        Assert.Equal(OddKeys.Order(StringComparer.Ordinal), await RowsAsync(RowRange.All));
        foreach (var key in OddKeys)
        {
            Assert.Equal((key, key), ((await Store.ReadAsync(Table, P, key, None))!.Row, await TextAsync(key)));
        }
    }

    [SkippableFact]
    public async Task Odd_keys_can_be_replaced_deleted_and_be_partitions()
    {
        foreach (var key in OddKeys.Where(FindsByKey))
        {
            var first = (
                await Store.WriteAsync(Table, key, [TableWrite.Insert(key, Bytes("1")), TableWrite.Insert(key + "x", Bytes("1"))], None)
            )[0]!;
            await Store.WriteAsync(Table, key, [TableWrite.Replace(key, Bytes("2"), first), TableWrite.Delete(key + "x")], None);

            Assert.Equal([key], await RowsAsync(RowRange.All, key));
            Assert.Equal(2, Number((await Store.ReadAsync(Table, key, key, None))!));
        }
    }

    [SkippableFact]
    public async Task A_range_has_its_first_and_not_its_last()
    {
        await WriteAsync([
            .. new[] { "a", "a'", "a'1", "a-1", "a-10", "a-2", "a-A", "a.", "b" }.Select(row => TableWrite.Insert(row, default)),
        ]);

        Assert.Equal(["a-1", "a-10", "a-2", "a-A"], await RowsAsync(RowRange.Prefix("a-")));
        Assert.Equal(["a'", "a'1"], await RowsAsync(RowRange.Prefix("a'")));
        Assert.Equal(["a-10", "a-2"], await RowsAsync(new RowRange("a-10", "a-A")));
        Assert.Equal(["a.", "b"], await RowsAsync(new RowRange("a-B", null)));
        Assert.Equal(["a", "a'"], await RowsAsync(new RowRange("", "a'1")));
        Assert.Equal(["a-10", "a-2", "a-A"], await RowsAsync(RowRange.Prefix("a-").After("a-1")));
        Assert.Equal(["b"], await RowsAsync(RowRange.All.After("a.")));
        Assert.Empty(await RowsAsync(new RowRange("c", "b")));
    }

    [SkippableFact]
    public async Task A_listing_goes_on_beyond_a_page()
    {
        const int Rows = 2500;
        await Store.WriteAllAsync(Table, P, Enumerable.Range(0, Rows).Select(i => TableWrite.Insert($"{i:D5}", Number(i))), None);
        await Store.WriteAllAsync(Table, "partitionX", Enumerable.Range(0, 10).Select(i => TableWrite.Insert($"{i:D5}", Number(i))), None);

        var next = 0;
        await foreach (var entry in Store.QueryAsync(Table, P, RowRange.All, None))
        {
            Assert.Equal(next++, Number(entry));
        }
        Assert.Equal(Rows, next);

        Assert.Equal(Enumerable.Range(700, 1200).Select(i => $"{i:D5}"), await RowsAsync(new RowRange("00700", "01900")));
    }

    [SkippableFact]
    public async Task A_listing_goes_on_while_its_rows_are_deleted()
    {
        await Store.WriteAllAsync(Table, P, Enumerable.Range(0, 1200).Select(i => TableWrite.Insert($"{i:D5}", Number(i))), None);

        var seen = 0;
        await foreach (var entry in Store.QueryAsync(Table, P, RowRange.All, None))
        {
            if (seen++ % 100 == 0)
            {
                await WriteAsync(TableWrite.Delete(entry.Row));
            }
        }

        Assert.Equal(1200, seen);
        Assert.Equal(1188, (await RowsAsync(RowRange.All)).Count);
    }

    [SkippableFact]
    public async Task A_cancelled_listing_stops()
    {
        await WriteAsync(TableWrite.Insert("a", Bytes("1")));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var entry in Store.QueryAsync(Table, P, RowRange.All, cancelled.Token))
            {
                Assert.Fail($"Listed {entry.Row}.");
            }
        });
    }

    [SkippableFact]
    public async Task A_listing_that_is_cancelled_half_way_stops_at_the_next_page()
    {
        await Store.WriteAllAsync(Table, P, Enumerable.Range(0, 1500).Select(i => TableWrite.Insert($"{i:D5}", Number(i))), None);
        using var cancelled = new CancellationTokenSource();

        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var entry in Store.QueryAsync(Table, P, RowRange.All, cancelled.Token))
            {
                seen++;
                await cancelled.CancelAsync();
            }
        });

        Assert.InRange(seen, 1, 1000);
    }

    [SkippableFact]
    public async Task A_listing_has_every_row_that_stayed_once_whatever_is_written_around_it()
    {
        // Odd rows stay; even ones and what lies between are written to while the listing goes on.
        await Store.WriteAllAsync(Table, P, Enumerable.Range(0, 2500).Select(i => TableWrite.Insert($"{i:D5}", Number(i))), None);

        var seen = new List<string>();
        await foreach (var entry in Store.QueryAsync(Table, P, RowRange.All, None))
        {
            seen.Add(entry.Row);
            if (seen.Count % 500 != 1)
            {
                continue;
            }
            var at = int.Parse(entry.Row[..5], CultureInfo.InvariantCulture);
            await Another.WriteAllAsync(Table, P, Around(at), None);
        }

        Assert.Equal(seen.Distinct().Order(StringComparer.Ordinal), seen);
        Assert.Equal(
            Enumerable.Range(0, 1250).Select(i => $"{(2 * i) + 1:D5}"),
            seen.Where(row => row.Length == 5 && (row[4] - '0') % 2 == 1)
        );

        // Behind, at and before the place of the listing, and across the end of its page.
        static IEnumerable<TableWrite> Around(int at)
        {
            foreach (var i in Enumerable.Range(at - 20, 40).Concat(Enumerable.Range(at + 480, 40)).Where(i => i is >= 0 and < 2500))
            {
                yield return i % 4 == 0 ? TableWrite.Delete($"{i:D5}") : TableWrite.Put($"{i:D5}", Number(-i));
                yield return TableWrite.Put($"{i:D5}-x", Number(i));
            }
        }
    }

    [SkippableFact]
    public async Task Every_odd_key_is_a_bound_of_a_range()
    {
        await WriteAsync([.. OddKeys.Select(key => TableWrite.Insert(key, default))]);
        var ordered = OddKeys.Order(StringComparer.Ordinal).ToArray();

        foreach (var (key, i) in ordered.Select((key, i) => (key, i)))
        {
            Assert.Equal(ordered[i..], await RowsAsync(new RowRange(key, null)));
            Assert.Equal(ordered[..i], await RowsAsync(new RowRange("", key)));
            if (key.Length > 0)
            {
                Assert.Equal(ordered.Where(k => k.StartsWith(key, StringComparison.Ordinal)), await RowsAsync(RowRange.Prefix(key)));
            }
        }
    }
}
