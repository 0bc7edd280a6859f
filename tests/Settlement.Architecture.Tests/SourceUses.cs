using System.Text.RegularExpressions;

namespace Settlement.Architecture.Tests;

/// <summary>
/// Reads from sources which namespaces use which others. It adds to the assembly what the compiler leaves no trace of: constants, <c>nameof</c>
/// and links in comments. A using that is not needed does not build.
/// </summary>
internal static partial class SourceUses
{
    /// <summary>Adds what the files of a project use of its own namespaces.</summary>
    public static void AddTo(NamespaceGraph graph, string folder, string root)
    {
        var sources = Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
        foreach (var file in sources)
        {
            var text = File.ReadAllText(file);
            if (Namespace().Match(text) is not { Success: true } own)
            {
                continue;
            }

            foreach (var used in Usings().Matches(text).Select(each => each.Groups[1].Value))
            {
                if (used == root || used.StartsWith($"{root}.", StringComparison.Ordinal))
                {
                    graph.Add(own.Groups[1].Value, used, $"a using of {Path.GetFileName(file)}");
                }
            }
        }
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Usings();
}
