using Settlement.Domain.Reference;
using Settlement.Reference.Csv;
using Settlement.Reference.LossFactors;
using Settlement.Reference.Sets;

namespace Settlement.Reference;

/// <summary>A checked request to replace sets: everything in it can be made current as it is.</summary>
internal sealed class ReferenceChange
{
    private ReferenceChange(IReadOnlyDictionary<string, PackedCsv> contents, IReadOnlyList<LossFactorFile> files)
    {
        Contents = contents;
        Files = files;
        if (files.Count == 0)
        {
            return;
        }
        if (contents.TryGetValue(ReferenceSets.LossFactors.Name, out var factors))
        {
            LossFactors = LossFactorTable.From(ReferenceSets.LossFactors.ParseRows(factors.Open(), isStored: true));
        }
        if (contents.TryGetValue(ReferenceSets.Distributors.Name, out var distributors))
        {
            Distributors = ReferenceSets.Distributors.ParseRows(distributors.Open(), isStored: true);
        }
    }

    /// <summary>Set → its content, without what files change.</summary>
    public IReadOnlyDictionary<string, PackedCsv> Contents { get; }

    /// <summary>The loss factor files, in the order in which they apply.</summary>
    public IReadOnlyList<LossFactorFile> Files { get; }

    /// <summary>The loss factors given as CSV, if there are files to merge into them.</summary>
    public LossFactorTable? LossFactors { get; }

    /// <summary>The distributors given as CSV, if there are files that name one.</summary>
    public IReadOnlyList<Distributor>? Distributors { get; }

    /// <summary>Checks a request as a whole.</summary>
    /// <exception cref="ReferenceRejectedException">Something is refused; every reason of every set and file is named.</exception>
    public static ReferenceChange Check(IReadOnlyList<ReferenceSource> csv, IReadOnlyList<LossFactorSource> sources)
    {
        var problems = new List<ReferenceProblem>();
        var count = 0L;
        var contents = new Dictionary<string, PackedCsv>(StringComparer.Ordinal);
        var files = new List<LossFactorFile>();
        foreach (var (name, open) in csv.OrderBy(source => source.Set, StringComparer.Ordinal))
        {
            if (ReferenceSets.Find(name) is { } set)
            {
                Try(() =>
                {
                    using var text = open();
                    contents.Add(name, set.Normalise(text));
                });
            }
            else
            {
                count++;
                problems.Add(
                    new(
                        name,
                        0,
                        string.Empty,
                        $"the set is unknown; known are {string.Join(", ", ReferenceSets.All.Select(known => known.Name))}"
                    )
                );
            }
        }

        foreach (var source in sources)
        {
            Try(() => files.AddRange(LossFactorFile.Read(source)));
        }
        return problems.Count == 0
            ? new(contents, files)
            : throw new ReferenceRejectedException([.. problems.Take(ProblemList.Kept)], count);

        void Try(Action check)
        {
            try
            {
                check();
            }
            catch (ReferenceRejectedException refused)
            {
                problems.AddRange(refused.Problems);
                count += refused.Count;
            }
        }
    }

    /// <summary>The loss factors after the files.</summary>
    /// <exception cref="ReferenceRejectedException">A file is of a distributor that is not in force on its first day.</exception>
    public PackedCsv MergeFiles(LossFactorTable table, IReadOnlyList<Distributor> distributors)
    {
        foreach (var file in Files)
        {
            var first = file.Days[0].From!.Value;
            var distributor =
                distributors.FirstOrDefault(row => row.Participant == file.Participant && row.InForce.Contains(first))
                ?? throw new ReferenceRejectedException(
                    new ReferenceProblem(
                        ReferenceSets.LossFactors.Name,
                        0,
                        "DIS",
                        $"{file.Name}: the distributor '{file.Participant}' is not in the reference data on {first}; add it to the set {ReferenceSets.Distributors.Name}"
                    )
                );
            table = table.Replace(distributor.Id, file.Days, file.RowsOf(distributor.Id));
        }

        return ReferenceSets.LossFactors.Pack(table.Rows, table.Count);
    }
}
