namespace Settlement.Functions.Tests.Processes;

/// <summary>A folder that is gone with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("settlement-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Copies a folder with everything in it.</summary>
    public string Copy(string source, string name)
    {
        var target = this[name];
        Directory.CreateDirectory(target);
        foreach (var folder in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(source, folder)));
        }
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(source, file)));
        }
        return target;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
