namespace Settlement.Reference;

/// <summary>Version 0 of every set: the Great Britain set that ships with the project.</summary>
internal static class DefaultReference
{
    /// <summary>The CSV text of a set.</summary>
    /// <exception cref="ArgumentException">There is no such set.</exception>
    public static string Csv(string set)
    {
        using var stream =
            typeof(DefaultReference).Assembly.GetManifestResourceStream($"Settlement.Reference.Default.{set}.csv")
            ?? throw new ArgumentException($"There is no set of reference data '{set}'.", nameof(set));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
