using System.Globalization;
using Settlement.Domain.Calendar;
using Settlement.Domain.Reference;
using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>A set of reference data with rows of one kind.</summary>
/// <typeparam name="T">The row.</typeparam>
public abstract class ReferenceSet<T> : ReferenceSet
    where T : class
{
    private const int MaxRows = 10_000_000;

    private static readonly string[] Dates = ["from", "to"];

    private protected ReferenceSet(string name, params string[] columns)
        : base(name, columns) { }

    /// <summary>Reads a CSV text that is to be loaded.</summary>
    /// <exception cref="ReferenceRejectedException">A column is missing or unknown, a cell is bad, or two rows of one key overlap; the first hundred reasons and the number of all.</exception>
    public IReadOnlyList<T> Parse(string csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        return ParseRows(new StringReader(csv), isStored: false);
    }

    /// <summary>Reads a CSV text.</summary>
    /// <param name="csv">The text.</param>
    /// <param name="isStored">Whether it was loaded before, perhaps by rules that were not as strict: it must be readable for good.</param>
    internal IReadOnlyList<T> ParseRows(TextReader csv, bool isStored)
    {
        var problems = new ProblemList();
        var rows = new List<T>();
        var lines = new List<int>();
        RowReader? reader = null;
        var width = 0;
        foreach (var line in CsvLines.Read(csv))
        {
            if (line.TooLong)
            {
                problems.Add(
                    new(
                        Name,
                        line.Number,
                        string.Empty,
                        $"the row has more than {CsvLines.MaxRecord} characters or a cell of it more than {CsvLines.MaxCell}, or a quote is left open; nothing after it was read"
                    )
                );
                reader ??= new(Name, new Dictionary<string, int>(StringComparer.Ordinal), problems, isStored);
                break;
            }
            if (rows.Count >= MaxRows)
            {
                problems.Add(new(Name, line.Number, string.Empty, $"the set has more than {MaxRows} rows"));
                break;
            }
            if (reader is null)
            {
                width = line.Cells.Length;
                reader = new(Name, Header(line, problems), problems, isStored);
                if (problems.Count > 0)
                {
                    break;
                }
                continue;
            }

            var before = problems.Count;
            if (line.Broken)
            {
                problems.Add(new(Name, line.Number, string.Empty, "a quote stands where none may stand"));
            }
            else if (line.Cells.Length != width)
            {
                problems.Add(new(Name, line.Number, string.Empty, $"the row has {line.Cells.Length} cells, the header {width}"));
            }
            if (problems.Count > before)
            {
                continue;
            }

            reader.MoveTo(line);
            var row = Read(reader);
            if (problems.Count == before)
            {
                rows.Add(row);
                lines.Add(line.Number);
            }
        }

        if (reader is null)
        {
            problems.Add(new(Name, 1, string.Empty, "the header is missing"));
        }
        CheckUnique(rows, lines, problems);
        if (problems.Count > 0)
        {
            throw new ReferenceRejectedException(problems.First, problems.Count);
        }
        return rows;
    }

    /// <summary>Writes rows as CSV, header first, in the order given.</summary>
    public string Write(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(text, rows);
        return text.ToString();
    }

    /// <summary>Packs rows as they are stored.</summary>
    internal PackedCsv Pack(IEnumerable<T> rows, int count) => new(CompressedText.Pack(text => Write(text, rows)), count);

    internal override PackedCsv Normalise(TextReader csv)
    {
        var rows = ParseRows(csv, isStored: false);
        return Pack(rows, rows.Count);
    }

    internal override object Compile(TextReader csv) => ParseRows(csv, isStored: true);

    private protected abstract IReadOnlyList<UniqueRule<T>> Rules { get; }

    private protected abstract T Read(RowReader row);

    private protected abstract DayRange InForce(T row);

    /// <summary>The cells of <see cref="ReferenceSet.Columns"/>.</summary>
    private protected abstract string[] Cells(T row);

    private protected static string YesNo(bool value) => value ? "yes" : "no";

    private protected static string YesNo(bool? value) => value is { } known ? YesNo(known) : string.Empty;

    private void Write(TextWriter text, IEnumerable<T> rows) =>
        CsvText.Write(text, rows.Select<T, IReadOnlyList<string>>(Line).Prepend([.. Columns, .. Dates]));

    private List<string> Line(T row)
    {
        var inForce = InForce(row);
        return [.. Cells(row), Text(inForce.From), Text(inForce.To)];

        static string Text(SettlementDay? day) => day?.ToString() ?? string.Empty;
    }

    private Dictionary<string, int> Header(CsvLine line, ProblemList problems)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        if (line.Broken)
        {
            problems.Add(new(Name, line.Number, string.Empty, "a quote stands where none may stand"));
        }
        for (var i = 0; i < line.Cells.Length; i++)
        {
            var column = line.Cells[i];
            if (!Columns.Contains(column, StringComparer.Ordinal) && !Dates.Contains(column, StringComparer.Ordinal))
            {
                problems.Add(
                    new(Name, line.Number, column, $"the column is unknown; known are {string.Join(", ", Columns.Concat(Dates))}")
                );
            }
            else if (!columns.TryAdd(column, i))
            {
                problems.Add(new(Name, line.Number, column, "the column is there twice"));
            }
        }

        foreach (var column in Columns.Where(column => !columns.ContainsKey(column)))
        {
            problems.Add(new(Name, line.Number, column, "the column is missing"));
        }
        return columns;
    }

    private void CheckUnique(List<T> rows, List<int> lines, ProblemList problems)
    {
        foreach (var rule in Rules)
        {
            foreach (
                var (row, other) in OverlapSearch.Find(
                    rows.Count,
                    i => rule.Key(rows[i]),
                    i => InForce(rows[i]),
                    i => rule.Band(rows[i]),
                    rule.Slots
                )
            )
            {
                problems.Add(
                    new(Name, lines[row], rule.Column, $"rows {lines[other]} and {lines[row]} overlap in time: {rule.What(rows[row])}")
                );
            }
        }
    }
}
