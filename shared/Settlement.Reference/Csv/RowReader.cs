using System.Globalization;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Domain.Timetable;

namespace Settlement.Reference.Csv;

/// <summary>
/// Reads the cells of one row after another. A bad cell is noted and answered with a stand-in,
/// so that every fault of a file is reported at once.
/// </summary>
internal sealed class RowReader(string set, IReadOnlyDictionary<string, int> columns, ProblemList problems, bool isStored)
{
    private const int MaxCodeLength = 64;
    private const int MaxNumberLength = 28;
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private readonly Dictionary<string, string> _codes = new(StringComparer.Ordinal);
    private CsvLine _line;

    /// <summary>Goes to a row.</summary>
    public void MoveTo(CsvLine to) => _line = to;

    public void Refuse(string column, string reason) => problems.Add(new(set, _line.Number, column, reason));

    public string Text(string column) => columns.TryGetValue(column, out var at) ? _line.Cells[at] : string.Empty;

    /// <summary>A text for people, which a spreadsheet must not take for a formula.</summary>
    public string Name(string column)
    {
        var cell = Text(column);
        return !isStored && cell.Length > 0 && CodeCharacters.BeginsFormula(cell[0])
            ? Bad(column, $"'{cell}' begins with {cell[0]}, as a formula does", string.Empty)
            : cell;
    }

    /// <summary>The id of a party or a BM Unit.</summary>
    public string Identifier(string column)
    {
        var cell = Code(column);
        return isStored || cell.All(CodeCharacters.IsOfIdentifiers)
            ? cell
            : Bad(column, $"'{cell}' has a character that no id may have: it is of letters A to Z, digits, _ and -", string.Empty);
    }

    public string Code(string column) => OptionalCode(column) ?? Bad(column, "a value is needed", string.Empty);

    public string? OptionalCode(string column)
    {
        var cell = Text(column);
        if (cell.Length == 0)
        {
            return null;
        }
        if (cell.Length > MaxCodeLength)
        {
            return Bad(column, $"a code has at most {MaxCodeLength} characters", string.Empty);
        }
        foreach (var c in cell)
        {
            // Codes become keys and addresses, where these characters mean something else.
            if (char.IsControl(c) || c is '/' or '\\' or '#' or '?')
            {
                return Bad(column, $"'{cell}' has a character that no code may have (control characters and / \\ # ?)", string.Empty);
            }
        }

        if (!isStored && CodeCharacters.FindFault(cell) is { } fault)
        {
            return Bad(column, $"'{cell}' {fault}", string.Empty);
        }

        if (char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1]))
        {
            return Bad(column, $"'{cell}' begins or ends with a space", string.Empty);
        }

        if (_codes.TryGetValue(cell, out var known))
        {
            return known;
        }
        _codes.Add(cell, cell);
        return cell;
    }

    public string Distributor(string column)
    {
        var cell = Text(column);
        return cell.Length == 2 && cell.All(char.IsAsciiDigit) ? Code(column) : Bad(column, $"'{cell}' is not two digits", "00");
    }

    public string Run(string column)
    {
        var cell = Text(column);
        return RunType.Find(cell) is not null
            ? Code(column)
            : Bad(column, $"'{cell}' is not one of {string.Join(", ", RunType.Codes)}", string.Empty);
    }

    public T Choice<T>(string column)
        where T : struct, Enum
    {
        var cell = Text(column);
        return CodeText.TryParse<T>(cell, out var value)
            ? value
            : Bad(column, $"'{cell}' is not one of {string.Join(", ", CodeText.Codes<T>())}", default(T));
    }

    public T? OptionalChoice<T>(string column)
        where T : struct, Enum => Text(column).Length == 0 ? null : Choice<T>(column);

    public bool YesNo(string column) =>
        Text(column) switch
        {
            "yes" => true,
            "no" => false,
            var other => Bad(column, $"'{other}' is neither yes nor no", false),
        };

    public bool? OptionalYesNo(string column) => Text(column).Length == 0 ? null : YesNo(column);

    public int Integer(string column, int least, int most)
    {
        var cell = Text(column);
        return int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : Bad(column, $"'{cell}' is not a whole number from {least} to {most}", least);
    }

    public int? OptionalInteger(string column, int least, int most) => Text(column).Length == 0 ? null : Integer(column, least, most);

    public decimal Number(string column, int decimals)
    {
        var cell = Text(column);
        if (cell.Length > MaxNumberLength || !decimal.TryParse(cell, Plain, CultureInfo.InvariantCulture, out var value))
        {
            return Bad(column, $"'{cell}' is not a decimal number", 0m);
        }
        return decimal.Round(value, decimals) == value ? value : Bad(column, $"'{cell}' has more than {decimals} decimals", 0m);
    }

    public SettlementDay Day(string column)
    {
        var cell = Text(column);
        return SettlementDay.TryParse(cell, out var day) ? day : Bad(column, $"'{cell}' is not a day, YYYY-MM-DD", default(SettlementDay));
    }

    public Mpan Mpan(string column)
    {
        var cell = Text(column);
        return Settlement.Domain.Market.Mpan.TryParse(cell, out var mpan)
            ? mpan
            : Bad(column, $"'{cell}' is not an MPAN: 13 digits, the last a check digit", default(Mpan));
    }

    public DayRange InForce()
    {
        var from = OptionalDay("from");
        var to = OptionalDay("to");
        if (from > to)
        {
            Refuse("to", $"{to} is before {from}");
        }
        return new(from, to);
    }

    private SettlementDay? OptionalDay(string column) => Text(column).Length == 0 ? null : Day(column);

    private T Bad<T>(string column, string reason, T standIn)
    {
        Refuse(column, reason);
        return standIn;
    }
}
