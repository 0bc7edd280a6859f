namespace Settlement.Functions.Tests.Support;

/// <summary>A folder that its fixture deletes at the end.</summary>
internal sealed class TemporaryFolder
{
    public string Path { get; } = Directory.CreateTempSubdirectory("settlement-host-").FullName;

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Delete() => Directory.Delete(Path, recursive: true);
}
