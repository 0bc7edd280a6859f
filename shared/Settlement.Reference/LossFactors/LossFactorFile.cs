using System.IO.Compression;
using Settlement.Domain.Reference;
using Settlement.Reference.Csv;
using Settlement.Reference.Sets;

namespace Settlement.Reference.LossFactors;

/// <summary>What a D0265 file says: the loss factors of one distributor for certain days.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Participant">The distributor's participant id, such as LOND.</param>
/// <param name="Days">The days of the file, as ranges in order of time.</param>
/// <param name="Bands">The factors; their distributor digits are not in the file and left empty here.</param>
internal sealed record LossFactorFile(string Name, string Participant, IReadOnlyList<DayRange> Days, IReadOnlyList<LossFactor> Bands)
{
    /// <summary>Reads every D0265 file of a source: one of a <c>.ptf</c>, all <c>.ptf</c> members of a <c>.zip</c>.</summary>
    /// <exception cref="ReferenceRejectedException">A file is refused.</exception>
    public static IReadOnlyList<LossFactorFile> Read(LossFactorSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var content = source.Open();
        if (!source.Name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            return [D0265Reader.Read(source.Name, content)];
        }

        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read);
            var members = archive
                .Entries.Where(entry => entry.Name.EndsWith(".ptf", StringComparison.OrdinalIgnoreCase))
                .OrderBy(entry => entry.FullName, StringComparer.Ordinal)
                .Select(entry => Member(source.Name, entry))
                .ToArray();
            return members.Length > 0 ? members : throw Refused(source.Name, "has no .ptf file in it");
        }
        catch (InvalidDataException broken)
        {
            throw Refused(source.Name, $"is not a readable zip file: {broken.Message}");
        }
    }

    /// <summary>The factors as rows of a distributor.</summary>
    internal IEnumerable<LossFactor> RowsOf(string distributor) => Bands.Select(band => band with { Distributor = distributor });

    private static LossFactorFile Member(string archive, ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        return D0265Reader.Read($"{archive}/{entry.FullName}", content);
    }

    private static ReferenceRejectedException Refused(string name, string reason) =>
        new(new ReferenceProblem(ReferenceSets.LossFactors.Name, 0, string.Empty, $"{name} {reason}"));
}
