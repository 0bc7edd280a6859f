using System.Text.RegularExpressions;

namespace Settlement.Runbooks.Making;

/// <summary>Takes out of an output what differs from one making to the next: where the host listens, the time of its day, and random ids.</summary>
internal sealed partial class Normaliser(Uri address)
{
    /// <summary>The address that pages show.</summary>
    public const string Published = "http://localhost:7071";

    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    public string Normalise(string output)
    {
        var text = output.ReplaceLineEndings("\n").Replace(address.ToString().TrimEnd('/'), Published, StringComparison.Ordinal);
        text = Today().Replace(text, $"{RunbookHost.Today}T06:00:00$2");
        return RandomId().Replace(text, id => _ids.TryGetValue(id.Value, out var known) ? known : _ids[id.Value] = $"{_ids.Count + 1:x32}");
    }

    [GeneratedRegex($@"{RunbookHost.Today}T\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")]
    private static partial Regex Today();

    [GeneratedRegex(@"\b[0-9a-f]{32}\b")]
    private static partial Regex RandomId();
}
