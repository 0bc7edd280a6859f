using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Settlement.Storage.Sqlite;

/// <summary>The database file: how a connection to it is set up, and what it holds.</summary>
internal static class SqliteDatabase
{
    /// <summary>Marks the file as ours ("SLdg"), so that another program's database is never written to.</summary>
    private const int ApplicationId = 0x534C6467;

    private const int SchemaVersion = 1;

    /// <summary>The versions set aside for one opening of the file; nobody writes this many rows before closing it.</summary>
    private const long VersionsPerOpening = 1L << 40;

    // Values live beside the rowid and only their keys in the index: an index with long values in it would be as deep as the data.
    // BINARY compares UTF-8 bytes, which is the ordinal order for every key without surrogates, and TableLimits lets no other in.
    private const string Schema = """
        CREATE TABLE entity (
            id INTEGER PRIMARY KEY,
            tbl TEXT NOT NULL COLLATE BINARY,
            part TEXT NOT NULL COLLATE BINARY,
            row TEXT NOT NULL COLLATE BINARY,
            version INTEGER NOT NULL,
            value BLOB NOT NULL);
        CREATE UNIQUE INDEX entity_key ON entity (tbl, part, row);
        CREATE TABLE opening (id INTEGER PRIMARY KEY CHECK (id = 0), count INTEGER NOT NULL);
        INSERT INTO opening VALUES (0, 0);
        """;

    /// <summary>Table names differ in more than case only, as in Azure.</summary>
    public static string Name(string table) => table.ToLowerInvariant();

    public static string ETag(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Opens the file for writing, creating it where there is none, and reserves entity versions that no other opening gives out.</summary>
    /// <remarks>A version must not come back after a delete, or a stale tag would match a row it never saw.</remarks>
    public static SqliteConnection OpenWriter(string path, out long firstVersion)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // In this order, so that a file that another opening fills between the two is not taken for another program's.
            var isEmpty = Scalar(connection, "SELECT count(*) FROM sqlite_master") == 0;
            var application = Scalar(connection, "PRAGMA application_id");
            var isNew = isEmpty && application == 0;
            if (!isNew && application != ApplicationId)
            {
                throw new InvalidDataException($"'{path}' is a database of another program. Name another file.");
            }

            // The page size can be chosen only before the first page is written, so it comes before the log.
            // Large pages shorten the chains of large values and, measured, cost small ones next to nothing.
            if (isNew)
            {
                Execute(connection, "PRAGMA page_size = 16384");
            }
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, "PRAGMA synchronous = FULL");
            Execute(connection, "PRAGMA cache_size = -65536");
            // The log is folded back every 128 MiB: long enough that a page rewritten often is copied once, short enough to keep reads fast.
            Execute(connection, "PRAGMA wal_autocheckpoint = 8192");
            Execute(connection, "PRAGMA journal_size_limit = 268435456");

            using var transaction = connection.BeginTransaction();
            if (Scalar(connection, "PRAGMA user_version") == 0)
            {
                Execute(connection, $"{Schema} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {SchemaVersion}");
            }
            else if (Scalar(connection, "PRAGMA user_version") is var version && version != SchemaVersion)
            {
                throw new InvalidDataException(
                    $"'{path}' has layout {version}; this program knows layout {SchemaVersion}. Use the program that wrote it."
                );
            }
            firstVersion = Scalar(connection, "UPDATE opening SET count = count + 1 RETURNING count") * VersionsPerOpening;
            transaction.Commit();
            return connection;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT)
        {
            connection.Dispose();
            throw new InvalidDataException(Damaged(path, e), e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static SqliteConnection OpenReader(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWrite);
        try
        {
            Execute(connection, "PRAGMA query_only = ON");
            Execute(connection, "PRAGMA cache_size = -8192");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Damaged(string path, SqliteException e) =>
        $"'{path}' is damaged, or no ledger ({e.Message.TrimEnd('.')}). Restore it from a copy, or move it away and send everything again.";

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = mode,
                // The store keeps its own connections, with their prepared statements.
                Pooling = false,
                DefaultTimeout = 30,
            }.ToString()
        );
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA mmap_size = 1073741824");
            return connection;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT)
        {
            connection.Dispose();
            throw new InvalidDataException(Damaged(path, e), e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
