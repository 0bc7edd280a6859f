using Microsoft.Data.Sqlite;

namespace Settlement.Bench.Measuring;

/// <summary>What the embedded ledger takes, distinguished by table, which its file does not show.</summary>
internal static class LedgerFile
{
    /// <summary>Looks at the blocks: their rows in the database, how many there are, and the bytes of values, ids and totals as stored, without keys and the database's own pages.</summary>
    public static BlockFigures Blocks(string path)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT count(*), count(*) FILTER (WHERE row >= 'h-' AND row < 'h.'), coalesce(sum(length(value)), 0) FROM entity WHERE tbl = 'blocks'";
        using var reader = command.ExecuteReader();
        reader.Read();
        return new BlockFigures(reader.GetInt64(1), reader.GetInt64(0), reader.GetInt64(2));
    }
}

/// <summary>What the blocks of a ledger take.</summary>
/// <param name="Count">How many blocks there are.</param>
/// <param name="Entities">How many entities they fill.</param>
/// <param name="Bytes">How many bytes.</param>
public sealed record BlockFigures(long Count, long Entities, long Bytes);
