using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Settlement.Reference.Csv;

/// <summary>Writes CSV the one way that the project writes it: RFC 4180, line feeds, cells quoted only where needed.</summary>
internal static class CsvText
{
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    public static string Write(IEnumerable<IReadOnlyList<string>> lines)
    {
        var text = new StringBuilder();
        using (var writer = new CsvWriter(new StringWriter(text, CultureInfo.InvariantCulture), Format))
        {
            foreach (var line in lines)
            {
                foreach (var cell in line)
                {
                    writer.WriteField(cell);
                }
                writer.NextRecord();
            }
        }

        return text.ToString();
    }
}
