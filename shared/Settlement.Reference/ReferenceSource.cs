namespace Settlement.Reference;

/// <summary>The CSV text of a set, to be read as it comes.</summary>
/// <param name="Set">The set's name.</param>
/// <param name="Open">Opens the text; called once.</param>
public sealed record ReferenceSource(string Set, Func<TextReader> Open)
{
    /// <summary>A text that is in memory.</summary>
    public static ReferenceSource FromText(string set, string csv) => new(set, () => new StringReader(csv));
}
