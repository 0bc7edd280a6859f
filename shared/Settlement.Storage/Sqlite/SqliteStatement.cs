using Microsoft.Data.Sqlite;

namespace Settlement.Storage.Sqlite;

/// <summary>Statements that are prepared once and run often.</summary>
internal static class SqliteStatement
{
    /// <summary>Prepares a statement with its parameters in the given order.</summary>
    public static SqliteCommand Prepare(SqliteConnection connection, string sql, ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter(name, DBNull.Value));
        }
        command.Prepare();
        return command;
    }
}
