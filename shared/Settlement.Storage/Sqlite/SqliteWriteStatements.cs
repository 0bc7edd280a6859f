using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Settlement.Storage.Sqlite;

/// <summary>The prepared statements of the writer, and the versions it gives out.</summary>
internal sealed class SqliteWriteStatements : IDisposable
{
    private const string Values = "INSERT INTO entity (tbl, part, row, version, value) VALUES ($table, $partition, $row, $version, $value)";

    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollback;
    private readonly SqliteCommand _savepoint;
    private readonly SqliteCommand _rollbackTo;
    private readonly SqliteCommand _release;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _replace;
    private readonly SqliteCommand _delete;
    private long _version;

    public SqliteWriteStatements(SqliteConnection connection, long firstVersion)
    {
        _version = firstVersion;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _savepoint = Prepare("SAVEPOINT batch");
        _rollbackTo = Prepare("ROLLBACK TO batch");
        _release = Prepare("RELEASE batch");
        _insert = Prepare($"{Values} ON CONFLICT DO NOTHING", "$table", "$partition", "$row", "$version", "$value");
        _put = Prepare(
            $"{Values} ON CONFLICT DO UPDATE SET version = excluded.version, value = excluded.value",
            "$table",
            "$partition",
            "$row",
            "$version",
            "$value"
        );
        _replace = Prepare(
            "UPDATE entity SET version = $version, value = $value WHERE tbl = $table AND part = $partition AND row = $row AND version = $expected",
            "$table",
            "$partition",
            "$row",
            "$version",
            "$value",
            "$expected"
        );
        _delete = Prepare("DELETE FROM entity WHERE tbl = $table AND part = $partition AND row = $row", "$table", "$partition", "$row");

        SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters) => SqliteStatement.Prepare(connection, sql, parameters);
    }

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    public void Savepoint() => _savepoint.ExecuteNonQuery();

    public void RollbackToSavepoint() => _rollbackTo.ExecuteNonQuery();

    public void Release() => _release.ExecuteNonQuery();

    /// <summary>Leaves no transaction open after a failure, which may itself have ended it.</summary>
    public void TryRollback()
    {
        try
        {
            _rollback.ExecuteNonQuery();
        }
        catch (SqliteException) { }
    }

    /// <summary>Applies one write, and says false where its condition does not hold.</summary>
    public bool TryApply(string table, string partition, TableWrite write, out string? tag)
    {
        tag = null;
        if (write.Kind == TableWriteKind.Delete)
        {
            Run(_delete, table, partition, write.Row);
            return true;
        }

        var expected = 0L;
        if (
            write.Kind == TableWriteKind.Replace
            && !long.TryParse(write.ETag, NumberStyles.None, CultureInfo.InvariantCulture, out expected)
        )
        {
            return false;
        }
        var command = write.Kind switch
        {
            TableWriteKind.Insert => _insert,
            TableWriteKind.Put => _put,
            _ => _replace,
        };
        command.Parameters[3].Value = ++_version;
        SetValue(command.Parameters[4], write.Value);
        if (write.Kind == TableWriteKind.Replace)
        {
            command.Parameters[5].Value = expected;
        }
        if (Run(command, table, partition, write.Row) == 0)
        {
            return false;
        }
        tag = SqliteDatabase.ETag(_version);
        return true;
    }

    public void Dispose()
    {
        foreach (
            var command in (ReadOnlySpan<SqliteCommand>)
                [_begin, _commit, _rollback, _savepoint, _rollbackTo, _release, _insert, _put, _replace, _delete]
        )
        {
            command.Dispose();
        }
    }

    private static int Run(SqliteCommand command, string table, string partition, string row)
    {
        command.Parameters[0].Value = SqliteDatabase.Name(table);
        command.Parameters[1].Value = partition;
        command.Parameters[2].Value = row;
        return command.ExecuteNonQuery();
    }

    private static void SetValue(SqliteParameter parameter, ReadOnlyMemory<byte> value)
    {
        // A parameter takes an array; its size says how much of it counts, which saves the copy in all but odd cases.
        parameter.Value =
            MemoryMarshal.TryGetArray(value, out var segment) && segment.Array is not null && segment.Offset == 0
                ? segment.Array
                : value.ToArray();
        parameter.Size = value.Length;
    }
}
