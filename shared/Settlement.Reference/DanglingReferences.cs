using Settlement.Reference.Csv;

namespace Settlement.Reference;

/// <summary>Rows that name what another set does not have on every day of theirs.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="First">The first hundred; a row is counted in the set as it is stored, the header being row 1.</param>
public sealed record DanglingReferences(long Total, IReadOnlyList<ReferenceProblem> First);
