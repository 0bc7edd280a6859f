using System.Text.RegularExpressions;

namespace Functions.Embedded.Tests.Api;

/// <summary>The signatures of the real packages, read from functions-api.txt.</summary>
public sealed partial class PublishedApi
{
    private readonly HashSet<string> _lines;

    private PublishedApi(HashSet<string> lines) => _lines = lines;

    /// <summary>Reads the list that lies beside the tests.</summary>
    public static PublishedApi Load() => new(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "functions-api.txt"))
        .Where(l => l.Length > 0 && l[0] != '#')
        .Select(Normalize)
        .ToHashSet(StringComparer.Ordinal));

    /// <summary>Whether a line of <see cref="Signatures"/> is in the list, but for attributes.</summary>
    public bool Has(string line) => _lines.Contains(Normalize(line));

    /// <summary>The list's lines that begin with the same name, to tell what was expected.</summary>
    public IEnumerable<string> Near(string line)
    {
        var name = line[..(line.IndexOf(' ', StringComparison.Ordinal) + 1)];
        return _lines.Where(l => l.StartsWith(name, StringComparison.Ordinal));
    }

    private static string Normalize(string line)
    {
        line = line.Replace(" [Obsolete]", "", StringComparison.Ordinal);
        var at = line.IndexOf(" : ", StringComparison.Ordinal);
        return at < 0 ? line : line[..(at + 3)] + LeadingAttributes().Replace(line[(at + 3)..], "");
    }

    [GeneratedRegex(@"^(\[(?:[^\[\]""]|""[^""]*""|\[[^\]]*\])*\])+ ?")]
    private static partial Regex LeadingAttributes();
}
