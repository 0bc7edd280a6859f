using System.Text;
using Settlement.Reference.Csv;
using Settlement.Reference.LossFactors;
using Settlement.Reference.Sets;

namespace Settlement.Reference;

/// <summary>Reference data as a folder: <c>{set}.csv</c>, and D0265 files under <c>loss-factors</c>.</summary>
/// <param name="Sets">Set → CSV text.</param>
/// <param name="LossFactorFiles">The D0265 files, in the order of their names.</param>
public sealed record ReferenceFolder(IReadOnlyDictionary<string, string> Sets, IReadOnlyList<LossFactorSource> LossFactorFiles)
{
    private const string LossFactorFolder = "loss-factors";

    /// <summary>Reads a folder; files that are neither CSV nor D0265 are left alone.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ReferenceRejectedException">A CSV file is of no known set or not UTF-8, or the folder has no reference data.</exception>
    public static ReferenceFolder Read(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"There is no folder '{path}'.");
        }
        var problems = new List<ReferenceProblem>();
        var sets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Files(path, ".csv"))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (ReferenceSets.Find(name) is null)
            {
                problems.Add(
                    new(
                        name,
                        0,
                        string.Empty,
                        $"the set is unknown; known are {string.Join(", ", ReferenceSets.All.Select(set => set.Name))}"
                    )
                );
            }
            else if (Text(file) is { } text)
            {
                sets.Add(name, text);
            }
            else
            {
                problems.Add(new(name, 0, string.Empty, "the file is not UTF-8"));
            }
        }

        var lossFactors = Path.Combine(path, LossFactorFolder);
        LossFactorSource[] sources = Directory.Exists(lossFactors)
            ?
            [
                .. Files(lossFactors, ".ptf", ".zip")
                    .Select(file => new LossFactorSource(Path.GetFileName(file), () => File.OpenRead(file))),
            ]
            : [];
        if (problems.Count == 0 && sets.Count == 0 && sources.Length == 0)
        {
            problems.Add(new(Path.GetFileName(Path.GetFullPath(path)), 0, string.Empty, "the folder has no reference data"));
        }
        return problems.Count == 0 ? new(sets, sources) : throw new ReferenceRejectedException(problems);
    }

    private static IEnumerable<string> Files(string folder, params string[] extensions) =>
        Directory
            .EnumerateFiles(folder)
            .Where(file => extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);

    private static string? Text(string file)
    {
        try
        {
            return File.ReadAllText(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
