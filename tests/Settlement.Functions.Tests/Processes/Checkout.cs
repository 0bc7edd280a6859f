namespace Settlement.Functions.Tests.Processes;

/// <summary>The files of this repository.</summary>
internal static class Checkout
{
    /// <summary>The path of a file or folder, given from the root on.</summary>
    public static string Find(string relative)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Functions.sln")))
            {
                return Path.Combine(at.FullName, relative);
            }
        }

        throw new DirectoryNotFoundException("The tests do not lie in the checkout.");
    }
}
