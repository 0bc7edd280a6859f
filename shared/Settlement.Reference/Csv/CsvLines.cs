using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Settlement.Reference.Csv;

/// <summary>
/// The records of a CSV text (RFC 4180) with the line on which each begins; blank lines are left out. It reads as it goes and holds one
/// record at a time, of limited length.
/// </summary>
internal static class CsvLines
{
    /// <summary>How many characters a cell may have.</summary>
    public const int MaxCell = 4_096;

    /// <summary>How many characters a record may have.</summary>
    public const int MaxRecord = 64 * MaxCell;

    public static IEnumerable<CsvLine> Read(TextReader text)
    {
        var broken = false;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            HasHeaderRecord = false,
            IgnoreBlankLines = false,
            TrimOptions = TrimOptions.None,
            MaxFieldSize = MaxCell,
            BadDataFound = _ => broken = true,
        };
        using var limited = new RecordLimit(text, MaxRecord);
        if (limited.Peek() == '\uFEFF')
        {
            limited.Read();
        }
        using var parser = new CsvParser(limited, configuration, leaveOpen: true);
        var start = 1;
        while (true)
        {
            if (Next(parser) is not { } more)
            {
                yield return new(start, [], broken, TooLong: true);
                yield break;
            }
            if (!more)
            {
                yield break;
            }
            limited.BeginRecord();
            var cells = parser.Record ?? [];
            if (cells.Length > 1 || (cells.Length == 1 && cells[0].Length > 0))
            {
                yield return new(start, cells, broken);
            }
            start = parser.RawRow + 1;
            broken = false;
        }
    }

    /// <summary>Whether there is another record; null where it, or a cell of it, is too long to read on.</summary>
    private static bool? Next(CsvParser parser)
    {
        try
        {
            return parser.Read();
        }
        catch (Exception e) when (e is MaxFieldSizeException or RecordLimit.ExceededException)
        {
            return null;
        }
    }
}

/// <summary>A record of a CSV text.</summary>
/// <param name="Number">The line on which it begins, from 1.</param>
/// <param name="Cells">Its cells, unquoted.</param>
/// <param name="Broken">Whether its quoting is wrong.</param>
/// <param name="TooLong">Whether it or one of its cells is too long; nothing after it is read.</param>
internal readonly record struct CsvLine(int Number, string[] Cells, bool Broken, bool TooLong = false);
