namespace Functions.Embedded;

/// <summary>The keys of the embedded host, for the program that runs it.</summary>
public interface IEmbeddedKeys
{
    /// <summary>The key that opens everything, for the header x-functions-key; null where the host asks for none.</summary>
    string? Master { get; }
}
