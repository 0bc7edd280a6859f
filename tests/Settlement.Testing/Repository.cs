namespace Settlement.Testing;

/// <summary>The repository in which the tests were built.</summary>
public static class Repository
{
    /// <summary>A path below the root of the repository.</summary>
    public static string Path(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Functions.sln")))
        {
            folder = folder.Parent;
        }
        return System.IO.Path.Combine([
            folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository."),
            .. parts,
        ]);
    }
}
