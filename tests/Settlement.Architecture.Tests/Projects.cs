using System.Reflection;

namespace Settlement.Architecture.Tests;

/// <summary>The projects under test, each with what it may use of the others.</summary>
internal static class Projects
{
    private static readonly string[] FunctionsAndBelow =
    [
        "Settlement.Domain",
        "Settlement.Storage",
        "Settlement.Reference",
        "Settlement.Ledger",
        "Settlement.Runs",
        "Settlement.Functions",
    ];

    /// <summary>The name of a project, which is also that of its assembly and of its root namespace, and the projects that it may use.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Arrows { get; } =
        new Dictionary<string, IReadOnlyList<string>>
        {
            ["Settlement.Domain"] = [],
            ["Settlement.Storage"] = ["Settlement.Domain"],
            ["Settlement.Reference"] = ["Settlement.Domain", "Settlement.Storage"],
            ["Settlement.Ledger"] = ["Settlement.Domain", "Settlement.Storage", "Settlement.Reference"],
            ["Settlement.Runs"] = ["Settlement.Domain", "Settlement.Storage", "Settlement.Reference", "Settlement.Ledger"],
            ["Settlement.Functions"] =
            [
                "Settlement.Domain",
                "Settlement.Storage",
                "Settlement.Reference",
                "Settlement.Ledger",
                "Settlement.Runs",
                "Functions.Embedded",
            ],
            ["Functions.Embedded"] = [],
            ["Settlement.Hosting"] = [.. FunctionsAndBelow, "Functions.Embedded"],
            ["Settlement.Simulation"] = ["Settlement.Domain"],
            ["Settlement.Bench"] = [.. FunctionsAndBelow, "Functions.Embedded", "Settlement.Hosting", "Settlement.Simulation"],
            ["Settlement.Local"] =
            [
                .. FunctionsAndBelow,
                "Functions.Embedded",
                "Settlement.Hosting",
                "Settlement.Simulation",
                "Settlement.Bench",
            ],
        };

    /// <summary>The projects that hold the rule that no namespaces use one another in a circle.</summary>
    public static IReadOnlyCollection<string> WithoutCycles { get; } = [.. Arrows.Keys];

    public static Assembly Load(string project) => Assembly.Load(project);

    /// <summary>The folder of a project: below shared or infra, or that of the functions.</summary>
    public static string Folder(string project)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
        {
            folder = folder.Parent;
        }

        return folder is null
            ? throw new DirectoryNotFoundException("The tests run outside the repository.")
            : new[]
            {
                Path.Combine(folder.FullName, "shared", project),
                Path.Combine(folder.FullName, "infra", project.Split('.')[^1].ToLowerInvariant()),
                Path.Combine(folder.FullName, project.Split('.')[^1].ToLowerInvariant()),
            }.First(Directory.Exists);
    }
}
