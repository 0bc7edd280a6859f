namespace Functions.Embedded;

/// <summary>Another process has the data folder open.</summary>
public sealed class DataFolderInUseException : IOException
{
    /// <summary>Names the folder.</summary>
    public DataFolderInUseException(string folder, Exception inner)
        : base($"The data folder '{folder}' is in use by another process.", inner) { }
}
