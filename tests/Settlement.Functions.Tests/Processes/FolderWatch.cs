using System.Threading.Channels;

namespace Settlement.Functions.Tests.Processes;

/// <summary>
/// Watches how a folder grows, which is what can be seen of a process's progress from outside: bytes of its Event Hubs and its stores,
/// looked at whenever a file changes.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly FileSystemWatcher _watcher;
    private readonly string _folder;
    private readonly long _before;

    public FolderWatch(string folder)
    {
        _folder = folder;
        _before = Bytes();
        _watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.Size | NotifyFilters.LastWrite | NotifyFilters.FileName,
        };
        _watcher.Changed += OnChange;
        _watcher.Created += OnChange;
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>By how many bytes the folder has grown at most.</summary>
    public long Growth { get; private set; }

    /// <summary>Watches until the folder has grown by so much, or until something else is over.</summary>
    /// <returns>Whether it has grown by so much.</returns>
    public async Task<bool> UntilAsync(long growth, Task over)
    {
        while (true)
        {
            Growth = Math.Max(Growth, Bytes() - _before);
            if (Growth >= growth)
            {
                return true;
            }
            var changed = _changes.Reader.ReadAsync().AsTask();
            if (await Task.WhenAny(changed, over) == over)
            {
                return false;
            }
        }
    }

    public void Dispose() => _watcher.Dispose();

    private void OnChange(object sender, FileSystemEventArgs e) => _changes.Writer.TryWrite(true);

    private long Bytes()
    {
        var bytes = 0L;
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            try
            {
                bytes += new FileInfo(file).Length;
            }
            catch (FileNotFoundException)
            {
                // It was deleted in between; stores do that to their side files.
            }
        }

        return bytes;
    }
}
