using System.Globalization;
using System.Text.Json;

namespace Settlement.Reliability.Histories;

/// <summary>Writes JSON objects in the many ways that mean the same.</summary>
internal sealed class JsonDress(Random random)
{
    /// <summary>An object with some fields, of a repeated name the last.</summary>
    public string Object(List<(string Name, string Raw)> fields)
    {
        if (random.Next(4) == 0)
        {
            fields.Insert(0, (fields[random.Next(fields.Count)].Name, Pick("5", "null", "{\"kwh\":[]}")));
        }
        if (random.Next(4) == 0)
        {
            fields.Insert(random.Next(fields.Count + 1), ("note", Pick("null", "[[[{}]]]", "{\"mpan\":\"0\",\"day\":[1]}", "\"\\ud800\"")));
        }
        if (random.Next(8) == 0)
        {
            fields.Insert(random.Next(fields.Count + 1), ("\\ud800", "1"));
        }
        var space = Pick("", "", " ", "\r\n\t");
        return $"{{{string.Join(',', fields.Select(field => $"{space}\"{Name(field.Name)}\"{space}:{space}{field.Raw}{space}"))}}}";
    }

    public string Pick(params string[] among) => among[random.Next(among.Length)];

    public static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Quoted(string value) => JsonSerializer.Serialize(value);

    private string Name(string name) => random.Next(12) == 0 && name[0] != '\\' ? $"\\u{(int)name[0]:x4}{name[1..]}" : name;
}
