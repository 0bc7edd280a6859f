using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Settlement.Reference.Csv;

/// <summary>Writes CSV the one way that the project writes it: RFC 4180, line feeds, cells quoted only where needed.</summary>
internal static class CsvText
{
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    public static void Write(TextWriter text, IEnumerable<IReadOnlyList<string>> lines)
    {
        using var writer = new CsvWriter(text, Format, leaveOpen: true);
        foreach (var line in lines)
        {
            foreach (var cell in line)
            {
                writer.WriteField(cell);
            }
            writer.NextRecord();
        }
    }
}
