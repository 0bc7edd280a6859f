using System.Text;

namespace Settlement.Functions.Tests.Rejects;

/// <summary>One event that is rejected whole, and the reasons that its list entry must show.</summary>
internal sealed record RejectCase(string Name, byte[] Body, string[] Reasons, string? Day, string? Mpan)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public override string ToString() => Name;
}

/// <summary>Collects cases; each object carries its name in a field that nothing reads, so that no two bodies are alike.</summary>
internal sealed class RejectCases
{
    private readonly Dictionary<string, RejectCase> _cases = [];

    public IReadOnlyCollection<RejectCase> All => _cases.Values;

    public TheoryData<string> Names => [.. _cases.Keys];

    public RejectCase this[string name] => _cases[name];

    /// <summary>An object; its day and meter are shown as it writes them, if it writes them as text.</summary>
    public void Add(string name, string reasons, Body body)
    {
        var named = body.Text("case", name);
        Put(name, Encoding.UTF8.GetBytes(named.ToString()), reasons, Shown(named, "day"), Shown(named, "mpan"));
    }

    /// <summary>A body that is no object, or none that can be read.</summary>
    public void AddRaw(string name, string reasons, string body) => AddRaw(name, reasons, Encoding.UTF8.GetBytes(body));

    public void AddRaw(string name, string reasons, byte[] body) => Put(name, body, reasons, null, null);

    private void Put(string name, byte[] body, string reasons, string? day, string? mpan) =>
        _cases.Add(name, new RejectCase(name, body, [.. reasons.Split(' ').Order(StringComparer.Ordinal)], day, mpan));

    private static string? Shown(Body body, string field) =>
        body.Fields.LastOrDefault(f => f.Name == field).Json is ['"', .., '"'] text ? text[1..^1] : null;
}
