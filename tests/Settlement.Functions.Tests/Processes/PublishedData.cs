namespace Settlement.Functions.Tests.Processes;

/// <summary>Published data that may lie beside the checkout; it is no part of it.</summary>
internal static class PublishedData
{
    public const string Variable = "SETTLEMENT_DATA";

    public static string Readings { get; } = Path.Combine("lcl_market", "readings.jsonl.gz");

    public static string Market { get; } = Path.Combine("lcl_market", "market.jsonl.gz");

    public static string LossFactors { get; } = Path.Combine("elexon_reference", "llf", "llflond20250401ptf.zip");

    /// <summary>A file of the data, or null where it is not there.</summary>
    public static string? Find(string relative) =>
        Folder() is { } folder && File.Exists(Path.Combine(folder, relative)) ? Path.Combine(folder, relative) : null;

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return named;
        }
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Directory.Exists(Path.Combine(at.FullName, "shared", "data")))
            {
                return Path.Combine(at.FullName, "shared", "data");
            }
        }

        return null;
    }
}

/// <summary>A test on the real London market; without the published data it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LondonFactAttribute : FactAttribute
{
    public LondonFactAttribute()
    {
        if (Missing is { } missing)
        {
            Skip = $"The published file {missing} is not here; set {PublishedData.Variable} to the folder that has it.";
        }
    }

    /// <summary>A file that is not there, or null when all are.</summary>
    public static string? Missing { get; } =
        new[] { PublishedData.Readings, PublishedData.Market, PublishedData.LossFactors }.FirstOrDefault(file =>
            PublishedData.Find(file) is null
        );
}
