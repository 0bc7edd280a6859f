using Microsoft.Data.Sqlite;
using Settlement.Storage.Sqlite;
using static SQLitePCL.raw;

namespace Settlement.Storage.Tests;

public sealed class SqliteDurabilityTests : IDisposable
{
    private const string Table = "ledger";
    private const string P = "partition";

    private static readonly byte[] Value = [1, 2, 3];

    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_file_is_created_on_first_use()
    {
        using var store = new SqliteTableStore(_folder.File);
        Assert.False(File.Exists(_folder.File));

        Assert.Null(await store.ReadAsync(Table, P, "a", default));

        Assert.True(File.Exists(_folder.File));
    }

    [Fact]
    public async Task What_was_written_is_there_after_reopening()
    {
        string? tag;
        using (var store = new SqliteTableStore(_folder.File))
        {
            tag = (await store.WriteAsync(Table, P, [TableWrite.Insert("a", Value)], default))[0];
        }
        Assert.Equal(["ledger.db"], Directory.GetFiles(Path.GetDirectoryName(_folder.File)!).Select(Path.GetFileName));

        using var reopened = new SqliteTableStore(_folder.File);
        var entry = await reopened.ReadAsync(Table, P, "a", default);

        Assert.Equal(Value, entry!.Value.ToArray());
        Assert.Equal(tag, entry.ETag);
        Assert.NotNull((await reopened.WriteAsync(Table, P, [TableWrite.Replace("a", Value, entry.ETag)], default))[0]);
    }

    [Fact]
    public async Task A_write_that_was_acknowledged_is_in_the_files_already()
    {
        using var store = new SqliteTableStore(_folder.File);
        await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => store.WriteAsync(Table, P, [TableWrite.Insert($"{i:D2}", Value)], default).AsTask())
        );

        // The files as a killed process would leave them: neither closed nor folded back.
        var copy = Directory.CreateDirectory(Path.Combine(_folder.Path, "copy")).FullName;
        foreach (var file in new[] { "ledger.db", "ledger.db-wal" })
        {
            File.Copy(Path.Combine(Path.GetDirectoryName(_folder.File)!, file), Path.Combine(copy, file));
        }
        using var recovered = new SqliteTableStore(Path.Combine(copy, "ledger.db"));

        for (var i = 0; i < 50; i++)
        {
            Assert.NotNull(await recovered.ReadAsync(Table, P, $"{i:D2}", default));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_that_was_cut_off_anywhere_holds_the_batches_before_the_cut_whole_and_nothing_of_the_others(bool garbage)
    {
        const int Batches = 12;
        var (file, log) = (_folder.File, _folder.File + "-wal");
        var lengths = new List<long>();
        using var store = new SqliteTableStore(file);
        for (var i = 0; i < Batches; i++)
        {
            await store.WriteAsync(
                Table,
                P,
                [TableWrite.Insert($"{i:D2}-a", Value), TableWrite.Insert($"{i:D2}-b", new byte[20_000]), TableWrite.Put("last", Value)],
                default
            );
            lengths.Add(new FileInfo(log).Length);
        }

        var random = new Random(1);
        long[] cuts =
        [
            .. lengths,
            .. lengths.Select(length => length - 1),
            .. Enumerable.Range(0, 12).Select(_ => random.NextInt64(lengths[0], lengths[^1])),
        ];
        foreach (var cut in cuts)
        {
            var copy = Directory.CreateTempSubdirectory("settlement-torn-");
            var torn = Path.Combine(copy.FullName, "ledger.db");
            File.Copy(file, torn);
            File.Copy(log, torn + "-wal");
            using (var end = File.OpenWrite(torn + "-wal"))
            {
                // A disk that lost its power may have written sectors of what followed, and not in order.
                var rest = new byte[garbage ? end.Length - cut : 0];
                random.NextBytes(rest);
                end.SetLength(cut);
                end.Position = cut;
                end.Write(rest);
            }

            using (var recovered = new SqliteTableStore(torn))
            {
                var whole = lengths.Count(length => length <= cut);
                Assert.Equal(
                    Enumerable.Range(0, whole).SelectMany(i => new[] { $"{i:D2}-a", $"{i:D2}-b" }).Concat(whole > 0 ? ["last"] : []),
                    await RowsAsync(recovered)
                );
                await recovered.WriteAsync(Table, P, [TableWrite.Insert("goes-on", Value)], default);
            }

            copy.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Stores_that_open_a_new_file_at_once_share_it()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => new SqliteTableStore(_folder.File)).ToArray();

        var tags = await Task.WhenAll(
            stores.Select(
                (store, i) => Task.Run(async () => (await store.WriteAsync(Table, P, [TableWrite.Insert($"{i}", Value)], default))[0])
            )
        );

        Assert.Equal(8, tags.Distinct().Count());
        foreach (var store in stores)
        {
            Assert.Equal(8, (await RowsAsync(store)).Count);
        }
        foreach (var store in stores)
        {
            store.Dispose();
        }
    }

    [Fact]
    public async Task A_tag_does_not_come_back_after_reopening()
    {
        string tag;
        using (var store = new SqliteTableStore(_folder.File))
        {
            tag = (await store.WriteAsync(Table, P, [TableWrite.Insert("a", Value)], default))[0]!;
            await store.WriteAsync(Table, P, [TableWrite.Delete("a")], default);
        }

        using var reopened = new SqliteTableStore(_folder.File);
        await reopened.WriteAsync(Table, P, [TableWrite.Insert("a", Value)], default);

        await Assert.ThrowsAsync<TableConflictException>(async () =>
            await reopened.WriteAsync(Table, P, [TableWrite.Replace("a", Value, tag)], default)
        );
    }

    [Fact]
    public async Task Reads_do_not_wait_for_a_write()
    {
        using var store = new SqliteTableStore(_folder.File);
        await store.WriteAsync(Table, P, [TableWrite.Insert("a", Value)], default);
        using var other = new SqliteConnection($"Data Source={_folder.File};Pooling=False");
        other.Open();
        using var holding = other.BeginTransaction(deferred: false);

        var waiting = store.WriteAsync(Table, P, [TableWrite.Insert("b", Value)], default).AsTask();
        Assert.NotNull(await store.ReadAsync(Table, P, "a", default));
        Assert.Null(await store.ReadAsync(Table, P, "b", default));
        Assert.False(waiting.IsCompleted);
        holding.Rollback();
        await waiting;

        Assert.NotNull(await store.ReadAsync(Table, P, "b", default));
    }

    [Fact]
    public async Task A_write_that_fails_is_told_and_does_not_stop_the_writes_after_it()
    {
        using var store = new SqliteTableStore(_folder.File);
        await store.WriteAsync(Table, P, [TableWrite.Insert("a", Value)], default);
        using var other = new SqliteConnection($"Data Source={_folder.File};Pooling=False");
        other.Open();
        Execute(other, "CREATE TRIGGER full BEFORE INSERT ON entity WHEN NEW.row = 'c' BEGIN SELECT RAISE(ROLLBACK, 'no room'); END");

        await Assert.ThrowsAsync<SqliteException>(async () =>
            await store.WriteAsync(Table, P, [TableWrite.Insert("b", Value), TableWrite.Insert("c", Value)], default)
        );
        await store.WriteAsync(Table, P, [TableWrite.Insert("d", Value)], default);

        Assert.Null(await store.ReadAsync(Table, P, "b", default));
        Assert.NotNull(await store.ReadAsync(Table, P, "d", default));
    }

    [Fact]
    public async Task A_commit_that_fails_is_told_to_everybody_in_it_and_leaves_nothing()
    {
        var failing = false;
        using var store = new SqliteTableStore(
            _folder.File,
            connection => sqlite3_commit_hook(connection.Handle, _ => failing ? 1 : 0, null)
        );
        await store.WriteAsync(Table, P, [TableWrite.Insert("a", Value)], default);
        failing = true;

        var writes = Enumerable
            .Range(0, 20)
            .Select(i => store.WriteAsync(Table, P, [TableWrite.Delete("a"), TableWrite.Insert($"b{i}", Value)], default).AsTask())
            .ToArray();
        foreach (var write in writes)
        {
            await Assert.ThrowsAsync<SqliteException>(() => write);
        }
        failing = false;
        await store.WriteAsync(Table, P, [TableWrite.Insert("c", Value)], default);

        Assert.Equal(["a", "c"], await RowsAsync(store));
    }

    [Fact]
    public async Task A_database_of_another_program_is_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File)!);
        using (var other = new SqliteConnection($"Data Source={_folder.File};Pooling=False"))
        {
            other.Open();
            Execute(other, "CREATE TABLE theirs (x)");
        }

        var before = await File.ReadAllBytesAsync(_folder.File);
        using var store = new SqliteTableStore(_folder.File);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await store.ReadAsync(Table, P, "a", default));

        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.File));
    }

    [Fact]
    public async Task A_disposed_store_says_so()
    {
        var store = new SqliteTableStore(_folder.File);
        await store.WriteAsync(Table, P, [TableWrite.Insert("a", Value)], default);
        store.Dispose();
        store.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.ReadAsync(Table, P, "a", default));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.WriteAsync(Table, P, [TableWrite.Delete("a")], default));
    }

    [Fact]
    public async Task Disposing_completes_the_writes_that_were_accepted()
    {
        var store = new SqliteTableStore(_folder.File);
        var writes = Enumerable
            .Range(0, 200)
            .Select(i => store.WriteAsync(Table, P, [TableWrite.Insert($"{i:D3}", Value)], default).AsTask())
            .ToArray();
        store.Dispose();
        await Task.WhenAll(writes);

        using var reopened = new SqliteTableStore(_folder.File);
        Assert.NotNull(await reopened.ReadAsync(Table, P, "199", default));
    }

    private static async Task<List<string>> RowsAsync(SqliteTableStore store)
    {
        var rows = new List<string>();
        await foreach (var entry in store.QueryAsync(Table, P, RowRange.All, default))
        {
            rows.Add(entry.Row);
        }
        return rows;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
