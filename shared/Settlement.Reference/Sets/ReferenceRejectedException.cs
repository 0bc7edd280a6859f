using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>Reference data was refused as a whole; nothing was changed.</summary>
public sealed class ReferenceRejectedException : Exception
{
    private const int Shown = 5;

    /// <summary>Creates the exception for one or more problems.</summary>
    public ReferenceRejectedException(IReadOnlyList<ReferenceProblem> problems)
        : base(Describe(problems)) => Problems = problems;

    /// <summary>Creates the exception for one problem.</summary>
    public ReferenceRejectedException(ReferenceProblem problem)
        : this([problem]) { }

    /// <summary>The set that was refused, the first one where several were given and refused.</summary>
    public string Set => Problems[0].Set;

    /// <summary>Every reason, set by set and in row order.</summary>
    public IReadOnlyList<ReferenceProblem> Problems { get; }

    private static string Describe(IReadOnlyList<ReferenceProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var first = string.Join("; ", problems.Take(Shown));
        return problems.Count > Shown ? $"{first}; and {problems.Count - Shown} more" : first;
    }
}
