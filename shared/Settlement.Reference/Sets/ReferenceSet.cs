namespace Settlement.Reference.Sets;

/// <summary>A set of reference data: its name, its columns and how it is read and written.</summary>
public abstract class ReferenceSet
{
    private protected ReferenceSet(string name, IReadOnlyList<string> columns)
    {
        Name = name;
        Columns = columns;
    }

    /// <summary>The name, as in addresses and file names.</summary>
    public string Name { get; }

    /// <summary>The columns beside <c>from</c> and <c>to</c>, which every set may have.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Reads a CSV text and writes it again: checked, in the order of columns that the project uses.</summary>
    /// <exception cref="ReferenceRejectedException">The text is refused, with every reason.</exception>
    internal abstract (string Text, int Rows) Normalise(string csv);

    /// <summary>Reads a CSV text into the form in which <see cref="Settlement.Domain.Reference.ReferenceData"/> holds the set.</summary>
    internal abstract object Compile(string csv);
}
