namespace Settlement.Runbooks.Making;

/// <summary>Where the runbooks lie in the repository in which this was built.</summary>
public static class RunbookFolder
{
    /// <summary>Finds <c>docs/runbooks</c>.</summary>
    /// <exception cref="DirectoryNotFoundException">The program runs outside the repository.</exception>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
            {
                return Path.Combine(folder.FullName, "docs", "runbooks");
            }
        }

        throw new DirectoryNotFoundException("The program runs outside the repository.");
    }
}
