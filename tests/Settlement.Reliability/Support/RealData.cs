namespace Settlement.Reliability.Support;

/// <summary>Where the published data lies that is too large or not ours to keep with the code.</summary>
public static class RealData
{
    private const string Variable = "SETTLEMENT_DATA";

    /// <summary>The folder, from the environment or as <c>shared/data</c> beside a folder above the tests; null where there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>A file of the folder, or null where it is not there.</summary>
    public static string? File(string relative) =>
        Folder is { } folder && System.IO.File.Exists(Path.Combine(folder, relative)) ? Path.Combine(folder, relative) : null;

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
