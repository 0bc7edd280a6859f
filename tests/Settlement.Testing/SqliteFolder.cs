namespace Settlement.Testing;

/// <summary>A temporary folder with the database file of one test.</summary>
internal sealed class SqliteFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("settlement-store-");

    public string Path => _folder.FullName;

    public string File => System.IO.Path.Combine(Path, "data", "ledger.db");

    public void Dispose() => _folder.Delete(recursive: true);
}
