namespace Functions.Embedded.Storage;

/// <summary>The folder everything is kept in, locked against a second process for as long as the host runs.</summary>
internal sealed class DataFolder(string path) : IDisposable
{
    private const int LinuxLocked = 11,
        MacLocked = 35,
        WindowsLocked = unchecked((int)0x80070020);

    private FileStream? _lock;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string Hubs => System.IO.Path.Combine(Path, "hubs");

    public string Database => System.IO.Path.Combine(Path, "host.db");

    public string Keys => System.IO.Path.Combine(Path, "keys.json");

    public void Acquire()
    {
        try
        {
            PrivateFolder.Create(Path);
            _lock = new FileStream(System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsLocked(e))
        {
            throw new DataFolderInUseException(Path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The data folder '{Path}' cannot be written ({e.Message.TrimEnd('.')}). Give rights to it, or name another with --data.",
                e
            );
        }
    }

    private static bool IsLocked(IOException e) => e.HResult is LinuxLocked or MacLocked or WindowsLocked;

    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }
}
