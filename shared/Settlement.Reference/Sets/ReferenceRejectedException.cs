using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>Reference data was refused as a whole; nothing was changed.</summary>
public sealed class ReferenceRejectedException : Exception
{
    private const int Shown = 5;

    /// <summary>Creates the exception for one or more problems.</summary>
    public ReferenceRejectedException(IReadOnlyList<ReferenceProblem> problems)
        : this(problems, problems?.Count ?? 0) { }

    /// <summary>Creates the exception for problems of which the first are named.</summary>
    public ReferenceRejectedException(IReadOnlyList<ReferenceProblem> problems, long count)
        : base(Describe(problems, count)) => (Problems, Count) = (problems, count);

    /// <summary>Creates the exception for one problem.</summary>
    public ReferenceRejectedException(ReferenceProblem problem)
        : this([problem]) { }

    /// <summary>The set that was refused, the first one where several were given and refused.</summary>
    public string Set => Problems[0].Set;

    /// <summary>How many problems there are, named or not.</summary>
    public long Count { get; }

    /// <summary>The first hundred reasons, set by set and in row order.</summary>
    public IReadOnlyList<ReferenceProblem> Problems { get; }

    private static string Describe(IReadOnlyList<ReferenceProblem> problems, long count)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var first = string.Join("; ", problems.Take(Shown));
        return count > Shown ? $"{first}; and {count - Shown} more" : first;
    }
}
