using Microsoft.Data.Sqlite;

namespace Settlement.Local.Measuring;

/// <summary>What the embedded ledger takes, told apart by table, which its file does not show.</summary>
internal static class LedgerFile
{
    /// <summary>The bytes of all blocks: values, ids and pre-aggregated totals as they are stored, without keys and the database's own pages.</summary>
    public static long BlockBytes(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(sum(length(value)), 0) FROM entity WHERE tbl = 'blocks'";
        return (long)command.ExecuteScalar()!;
    }
}
