using System.Globalization;

namespace Settlement.Domain.Tests.Cases;

/// <summary>A row of a table, by column name.</summary>
public sealed class Row(IReadOnlyList<string> columns, IReadOnlyList<string> cells)
{
    public IReadOnlyList<string> Cells => cells;

    public string this[string column]
    {
        get
        {
            for (var i = 0; i < columns.Count; i++)
            {
                if (columns[i] == column)
                {
                    return cells[i];
                }
            }

            throw new KeyNotFoundException($"There is no column '{column}' among {string.Join(',', columns)}.");
        }
    }

    public string? Optional(string column) => this[column] is { Length: > 0 } text ? text : null;

    public bool Yes(string column) => this[column] == "yes";

    public int Whole(string column) => int.Parse(this[column], CultureInfo.InvariantCulture);
}
