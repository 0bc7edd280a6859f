using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace Settlement.Hosting.Replay;

/// <summary>
/// CSV of readings as messages: local clock, the first value is period 1, one quality for all values, an empty cell between two values is null.
/// A cell that cannot be what its column says goes on as text, so that the platform rejects the message and says why.
/// </summary>
public static class ReadingsCsv
{
    private const int Values = 50;

    private static readonly string[] Columns =
    [
        "mpan",
        "day",
        "flow",
        "supplier",
        "gspGroup",
        "llfc",
        "segment",
        "connection",
        "domestic",
        "quality",
        "revision",
        .. Enumerable.Range(1, Values).Select(i => $"kwh{i}"),
    ];

    private static readonly int FirstValue = Columns.Length - Values;

    public static IEnumerable<ReplayLine> Read(Stream content, string path)
    {
        using var reader = new StreamReader(content, Encoding.UTF8);
        using var csv = new CsvReader(
            reader,
            new CsvConfiguration(CultureInfo.InvariantCulture) { DetectColumnCountChanges = false, BadDataFound = null }
        );
        if (!csv.Read() || !csv.ReadHeader() || !IsHeader(csv.HeaderRecord!))
        {
            throw new FormatException(
                $"'{path}' is not CSV of readings: its header must be {string.Join(',', Columns[..FirstValue])},kwh1,…,kwh{Values}."
            );
        }
        while (csv.Read())
        {
            var cells = csv.Parser.Record!;
            if (cells.Length < FirstValue || Array.FindLastIndex(cells, cell => cell.Length > 0) >= Columns.Length)
            {
                throw new FormatException(
                    $"Line {csv.Parser.RawRow} of '{path}' has {cells.Length} columns; {FirstValue} to {Columns.Length} are needed, of which the last may be empty or left off."
                );
            }
            yield return new ReplayLine(csv.Parser.RawRow, Message(cells));
        }
    }

    /// <summary>Whether a text starts as the header of such a table does.</summary>
    public static bool StartsTable(ReadOnlySpan<byte> text) => text.StartsWith("mpan,day,flow,supplier,"u8);

    /// <summary>Columns of values that no row fills may be left off.</summary>
    private static bool IsHeader(string[] header) =>
        header.Length > FirstValue && header.Length <= Columns.Length && header.SequenceEqual(Columns.Take(header.Length));

    private static byte[] Message(string[] cells)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            for (var column = 0; column < FirstValue; column++)
            {
                if (cells[column].Length > 0)
                {
                    WriteField(json, Columns[column], cells[column]);
                }
            }

            var last = Array.FindLastIndex(cells, cell => cell.Length > 0);
            json.WriteStartArray("kwh");
            for (var column = FirstValue; column <= last; column++)
            {
                WriteNumber(json, cells[column]);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteField(Utf8JsonWriter json, string column, string cell)
    {
        json.WritePropertyName(column);
        switch (column)
        {
            case "domestic" when cell is "yes" or "no":
                json.WriteBooleanValue(cell == "yes");
                break;
            case "revision":
                WriteNumber(json, cell);
                break;
            default:
                json.WriteStringValue(cell);
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string cell)
    {
        if (cell.Length == 0)
        {
            json.WriteNullValue();
        }
        else if (IsNumber(cell))
        {
            json.WriteRawValue(cell);
        }
        else
        {
            json.WriteStringValue(cell);
        }
    }

    private static bool IsNumber(string cell)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(cell));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
