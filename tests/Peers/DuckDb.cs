using System.Globalization;
using DuckDB.NET.Data;

namespace Settlement.Peers;

/// <summary>A DuckDB database in memory that uses all cores; large intermediate results may go to a folder.</summary>
internal sealed class DuckDb : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public DuckDb(string temporaryFolder)
    {
        _connection.Open();
        Execute(string.Create(CultureInfo.InvariantCulture, $"SET threads = {Environment.ProcessorCount}"));
        Execute($"SET temp_directory = '{temporaryFolder}'");
        // The order of rows means nothing here, and keeping it costs memory.
        Execute("SET preserve_insertion_order = false");
    }

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public string Version()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT version()";
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>Reads rows of GSP Group, supplier, component, period and milli-watt-hours.</summary>
    public ComponentTotals Totals(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var totals = new ComponentTotals();
        while (reader.Read())
        {
            totals.Add((reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3)), reader.GetInt64(4));
        }

        return totals;
    }

    public void Dispose() => _connection.Dispose();
}
