namespace Functions.Embedded.Storage;

/// <summary>The folder everything is kept in, locked against a second process for as long as the host runs.</summary>
internal sealed class DataFolder(string path) : IDisposable
{
    private FileStream? _lock;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string Hubs => System.IO.Path.Combine(Path, "hubs");

    public string Database => System.IO.Path.Combine(Path, "host.db");

    public string Keys => System.IO.Path.Combine(Path, "keys.json");

    public void Acquire()
    {
        Directory.CreateDirectory(Path);
        try
        {
            _lock = new FileStream(System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException)
        {
            throw new DataFolderInUseException(Path, e);
        }
    }

    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }
}
