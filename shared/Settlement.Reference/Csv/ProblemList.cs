namespace Settlement.Reference.Csv;

/// <summary>The first faults of reference data and the number of all: a file of bad rows must not cost more than a good one.</summary>
internal sealed class ProblemList
{
    /// <summary>How many faults are kept.</summary>
    public const int Kept = 100;

    private const int MaxReason = 240;
    private const int MaxColumn = 64;

    private readonly List<ReferenceProblem> _problems = [];

    /// <summary>How many faults there are, kept or not.</summary>
    public long Count { get; private set; }

    /// <summary>The faults that were kept, in row order.</summary>
    public IReadOnlyList<ReferenceProblem> First => [.. _problems.OrderBy(problem => problem.Row)];

    public void Add(ReferenceProblem problem)
    {
        Count++;
        if (_problems.Count < Kept)
        {
            _problems.Add(problem with { Column = Cut(problem.Column, MaxColumn), Reason = Cut(problem.Reason, MaxReason) });
        }
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : $"{text[..length]}…";
}
