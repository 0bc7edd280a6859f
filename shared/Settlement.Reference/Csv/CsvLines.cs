using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Settlement.Reference.Csv;

/// <summary>The records of a CSV text (RFC 4180) with the line on which each begins; blank lines are left out.</summary>
internal static class CsvLines
{
    /// <summary>How many characters a cell may have.</summary>
    public const int MaxCell = 4_096;

    public static IEnumerable<CsvLine> Read(string text)
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
        using var parser = new CsvParser(new StringReader(text.StartsWith('\uFEFF') ? text[1..] : text), configuration);
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
            var cells = parser.Record ?? [];
            if (cells.Length > 1 || (cells.Length == 1 && cells[0].Length > 0))
            {
                yield return new(start, cells, broken);
            }
            start = parser.RawRow + 1;
            broken = false;
        }
    }

    /// <summary>Whether there is another record; null where a cell of it is too long to read on.</summary>
    private static bool? Next(CsvParser parser)
    {
        try
        {
            return parser.Read();
        }
        catch (MaxFieldSizeException)
        {
            return null;
        }
    }
}

/// <summary>A record of a CSV text.</summary>
/// <param name="Number">The line on which it begins, from 1.</param>
/// <param name="Cells">Its cells, unquoted.</param>
/// <param name="Broken">Whether its quoting is wrong.</param>
/// <param name="TooLong">Whether one of its cells is too long; nothing after it is read.</param>
internal readonly record struct CsvLine(int Number, string[] Cells, bool Broken, bool TooLong = false);
