namespace Settlement.Reference.Csv;

/// <summary>One reason for which reference data is refused.</summary>
/// <param name="Set">The set.</param>
/// <param name="Row">The line of the file on which the row begins; the header is line 1, 0 means the file as a whole.</param>
/// <param name="Column">The column, or empty where the row or file as a whole is meant.</param>
/// <param name="Reason">What is wrong, for people to read.</param>
public sealed record ReferenceProblem(string Set, int Row, string Column, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => Column.Length == 0 ? $"{Set}, row {Row}: {Reason}" : $"{Set}, row {Row}, {Column}: {Reason}";
}
