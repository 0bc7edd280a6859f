using Microsoft.Data.Sqlite;

namespace Settlement.Storage.Sqlite;

/// <summary>A connection with the prepared statements that read. Used by one thread at a time.</summary>
internal sealed class SqliteTableReader : IDisposable
{
    private const int PageRows = 1000;
    private const int PageBytes = 4 * 1024 * 1024;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _read;
    private readonly SqliteCommand _first;
    private readonly SqliteCommand _next;

    public SqliteTableReader(string path)
    {
        _connection = SqliteDatabase.OpenReader(path);
        _read = Prepare(
            "SELECT row, version, value FROM entity WHERE tbl = $table AND part = $partition AND row = $from",
            "$table",
            "$partition",
            "$from"
        );
        _first = PreparePage(">=");
        _next = PreparePage(">");
    }

    public TableEntry? Read(string table, string partition, string row)
    {
        _read.Parameters[0].Value = table;
        _read.Parameters[1].Value = partition;
        _read.Parameters[2].Value = row;
        using var reader = _read.ExecuteReader();
        return reader.Read() ? Entry(reader) : null;
    }

    /// <summary>The rows of a range after <paramref name="last"/>: a thousand, or fewer when they are large, and whether more may follow.</summary>
    public (List<TableEntry> Page, bool More) Page(string table, string partition, RowRange rows, string? last)
    {
        var command = last is null ? _first : _next;
        command.Parameters[0].Value = table;
        command.Parameters[1].Value = partition;
        command.Parameters[2].Value = last ?? rows.From;
        // Every blob sorts after every text, so an empty one is the end of the partition.
        command.Parameters[3].Value = (object?)rows.Before ?? Array.Empty<byte>();
        var page = new List<TableEntry>();
        var bytes = 0;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var entry = Entry(reader);
            page.Add(entry);
            bytes += entry.Value.Length;
            if (page.Count == PageRows || bytes >= PageBytes)
            {
                return (page, true);
            }
        }

        return (page, false);
    }

    public void Dispose()
    {
        _read.Dispose();
        _first.Dispose();
        _next.Dispose();
        _connection.Dispose();
    }

    private static TableEntry Entry(SqliteDataReader reader) =>
        new(reader.GetString(0), reader.GetFieldValue<byte[]>(2), SqliteDatabase.ETag(reader.GetInt64(1)));

    private SqliteCommand PreparePage(string comparison) =>
        Prepare(
            $"SELECT row, version, value FROM entity WHERE tbl = $table AND part = $partition AND row {comparison} $from AND row < $before ORDER BY row",
            "$table",
            "$partition",
            "$from",
            "$before"
        );

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters) =>
        SqliteStatement.Prepare(_connection, sql, parameters);
}
