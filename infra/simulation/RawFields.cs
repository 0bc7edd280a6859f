using System.Text;

namespace Settlement.Simulation;

/// <summary>An object as names and raw JSON texts, to be broken one field at a time.</summary>
internal sealed class RawFields
{
    private readonly List<(string Name, string Json)> _fields = [];

    /// <summary>Sets a field, at the end when it is new.</summary>
    public RawFields With(string name, string json)
    {
        var at = _fields.FindIndex(f => f.Name == name);
        if (at < 0)
        {
            _fields.Add((name, json));
        }
        else
        {
            _fields[at] = (name, json);
        }
        return this;
    }

    /// <summary>Sets a field to a text.</summary>
    public RawFields WithText(string name, string text) => With(name, $"\"{text}\"");

    public RawFields Without(string name)
    {
        _fields.RemoveAll(f => f.Name == name);
        return this;
    }

    public string Json => "{" + string.Join(',', _fields.Select(f => $"\"{f.Name}\":{f.Json}")) + "}";

    public byte[] Bytes => Encoding.UTF8.GetBytes(Json);
}
