using Microsoft.Data.Sqlite;
using Settlement.Storage.Sqlite;
using static SQLitePCL.raw;

namespace Settlement.Storage.Tests;

/// <summary>What keeps the database file from being used for a while, and what does not go away by waiting.</summary>
public sealed class SqliteUnavailableTests : IDisposable
{
    private const string Table = "ledger";
    private const string P = "partition";

    private static readonly byte[] Value = [1, 2, 3];

    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_disk_is_told_leaves_nothing_of_the_batch_and_lets_later_writes_through()
    {
        SqliteConnection? writer = null;
        using var store = new SqliteTableStore(_folder.File, connection => writer = connection);
        await store.WriteAsync(Table, P, [TableWrite.Insert("a", Value)], default);
        Execute(writer!, "PRAGMA max_page_count = 20");

        var failure = await UnavailableAsync(() =>
            store
                .WriteAsync(
                    Table,
                    P,
                    [TableWrite.Delete("a"), TableWrite.Insert("b", Value), TableWrite.Insert("c", new byte[TableLimits.MaxValueBytes])],
                    default
                )
                .AsTask()
        );
        await store.WriteAsync(Table, P, [TableWrite.Insert("d", Value)], default);

        Assert.Equal(SQLITE_FULL, Assert.IsType<SqliteException>(failure.InnerException).SqliteErrorCode);
        Assert.Equal(["a", "d"], await RowsAsync(store));
        Execute(writer!, "PRAGMA max_page_count = 1000000");
        await store.WriteAsync(Table, P, [TableWrite.Insert("c", new byte[TableLimits.MaxValueBytes])], default);
        Assert.Equal(["a", "c", "d"], await RowsAsync(store));
    }

    [Fact]
    public async Task A_file_that_another_program_keeps_locked_is_told()
    {
        // One second is the shortest that the client can be told to wait.
        using var store = new SqliteTableStore(_folder.File, connection => connection.DefaultTimeout = 1);
        await store.WriteAsync(Table, P, [TableWrite.Insert("a", Value)], default);
        using var other = new SqliteConnection($"Data Source={_folder.File};Pooling=False");
        other.Open();
        using (var holding = other.BeginTransaction(deferred: false))
        {
            var failure = await UnavailableAsync(() => store.WriteAsync(Table, P, [TableWrite.Insert("b", Value)], default).AsTask());
            Assert.Equal(SQLITE_BUSY, Assert.IsType<SqliteException>(failure.InnerException).SqliteErrorCode);
        }

        await store.WriteAsync(Table, P, [TableWrite.Insert("c", Value)], default);

        Assert.Equal(["a", "c"], await RowsAsync(store));
    }

    [Fact]
    public async Task A_file_that_may_not_be_written_to_is_told()
    {
        using var store = new SqliteTableStore(_folder.File, connection => Execute(connection, "PRAGMA query_only = ON"));

        var failure = await UnavailableAsync(() => store.WriteAsync(Table, P, [TableWrite.Insert("a", Value)], default).AsTask());

        Assert.Equal(SQLITE_READONLY, Assert.IsType<SqliteException>(failure.InnerException).SqliteErrorCode);
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_told_and_opened_once_it_can()
    {
        Directory.CreateDirectory(_folder.File);
        using var store = new SqliteTableStore(_folder.File);

        var read = await UnavailableAsync(() => store.ReadAsync(Table, P, "a", default).AsTask());
        Assert.Equal(SQLITE_CANTOPEN, Assert.IsType<SqliteException>(read.InnerException).SqliteErrorCode);
        await UnavailableAsync(() => store.WriteAsync(Table, P, [TableWrite.Insert("a", Value)], default).AsTask());
        await UnavailableAsync(() => RowsAsync(store));
        Directory.Delete(_folder.File);

        await store.WriteAsync(Table, P, [TableWrite.Insert("a", Value)], default);
        Assert.Equal(["a"], await RowsAsync(store));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told()
    {
        await File.WriteAllTextAsync(Path.GetDirectoryName(_folder.File)!, "a file where the folder should be");
        using var store = new SqliteTableStore(_folder.File);

        var failure = await UnavailableAsync(() => store.ReadAsync(Table, P, "a", default).AsTask());

        Assert.IsType<IOException>(failure.InnerException);
        Assert.Contains(_folder.File, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SQLITE_BUSY, true)]
    [InlineData(SQLITE_LOCKED, true)]
    [InlineData(SQLITE_PROTOCOL, true)]
    [InlineData(SQLITE_FULL, true)]
    [InlineData(SQLITE_IOERR, true)]
    [InlineData(SQLITE_READONLY, true)]
    [InlineData(SQLITE_CANTOPEN, true)]
    [InlineData(SQLITE_NOMEM, true)]
    [InlineData(SQLITE_ERROR, false)]
    [InlineData(SQLITE_CONSTRAINT, false)]
    [InlineData(SQLITE_CORRUPT, false)]
    [InlineData(SQLITE_NOTADB, false)]
    [InlineData(SQLITE_TOOBIG, false)]
    [InlineData(SQLITE_MISUSE, false)]
    public void What_may_go_away_by_itself_is_temporary(int code, bool temporary) =>
        Assert.Equal(temporary, SqliteFailures.IsTemporary(new SqliteException("told so", code)));

    [Fact]
    public async Task A_damaged_file_is_not_taken_for_one_that_is_unavailable()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File)!);
        await File.WriteAllTextAsync(_folder.File, new string('x', 100_000));
        using var store = new SqliteTableStore(_folder.File);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync(Table, P, "a", default).AsTask());

        Assert.Equal(SQLITE_NOTADB, Assert.IsType<SqliteException>(failure.InnerException).SqliteErrorCode);
        Assert.Contains(_folder.File, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<TableUnavailableException> UnavailableAsync(Func<Task> request) =>
        await Assert.ThrowsAsync<TableUnavailableException>(request);

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
