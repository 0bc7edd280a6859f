using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Settlement.Storage.Sqlite;

/// <summary>Which failures say that the database file cannot be used now, and not that something is wrong with the request or with what the file holds.</summary>
internal static class SqliteFailures
{
    /// <summary>Whether the same request may succeed later, once the disk has room, the file is free or may be written to.</summary>
    public static bool IsTemporary(Exception failure) =>
        failure switch
        {
            SqliteException sqlite => sqlite.SqliteErrorCode
                is SQLITE_BUSY
                    or SQLITE_LOCKED
                    or SQLITE_PROTOCOL
                    or SQLITE_FULL
                    or SQLITE_IOERR
                    or SQLITE_READONLY
                    or SQLITE_CANTOPEN
                    or SQLITE_NOMEM,
            // The folder could not be made.
            IOException or UnauthorizedAccessException => true,
            _ => false,
        };

    /// <summary>Translates a failure for which <see cref="IsTemporary"/> holds.</summary>
    public static TableUnavailableException Unavailable(string path, string table, string partition, Exception failure) =>
        new(table, partition, $"The file '{path}' could not be used ({failure.Message.TrimEnd('.')}).", failure);
}
