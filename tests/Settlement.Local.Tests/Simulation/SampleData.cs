namespace Settlement.Local.Tests.Simulation;

/// <summary>Finds the public data that may lie beside the checkout; it is no part of it.</summary>
internal static class SampleData
{
    public static string? File(string folder, string name)
    {
        var path = Root() is { } root ? Path.Combine(root, folder, name) : null;
        return System.IO.File.Exists(path) ? path : null;
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("SETTLEMENT_DATA") is { Length: > 0 } named)
        {
            return named;
        }
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var data = Path.Combine(at.FullName, "shared", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}
