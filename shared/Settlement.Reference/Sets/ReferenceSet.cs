using Settlement.Reference.Csv;

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

    /// <summary>Reads a CSV text and packs it: checked, in the order of columns that the project uses.</summary>
    /// <exception cref="ReferenceRejectedException">The text is refused; the first hundred reasons and the number of all.</exception>
    internal abstract PackedCsv Normalise(TextReader csv);

    /// <summary>Reads a stored text into the form in which <see cref="Settlement.Domain.Reference.ReferenceData"/> holds the set.</summary>
    internal abstract object Compile(TextReader csv);
}
