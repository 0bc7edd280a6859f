using System.Text.Json;
using System.Text.RegularExpressions;

namespace Settlement.Ledger.Tests.Documents;

/// <summary>What documents refer to is there.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Links_to_files_lead_somewhere()
    {
        var root = Repository.Path();
        var documents = Directory
            .EnumerateFiles(Repository.Path("docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(root, "*.md"));
        var broken = documents.SelectMany(document =>
            Links()
                .Matches(File.ReadAllText(document))
                .Select(link => link.Groups["target"].Value.Split('#')[0])
                .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
                .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
                .Select(target => $"{Path.GetRelativePath(root, document)}: {target}")
        );
        Assert.Equal(string.Empty, string.Join('\n', broken));
    }

    [Fact]
    public void Every_decision_is_listed_and_numbered_once()
    {
        var records = Directory.EnumerateFiles(Repository.Path("docs", "decisions"), "0*.md").Select(Path.GetFileName).ToList();
        var index = File.ReadAllText(Repository.Path("docs", "decisions", "README.md"));
        Assert.NotEmpty(records);
        Assert.Equal(records.Count, records.Select(record => record![..4]).Distinct(StringComparer.Ordinal).Count());
        Assert.All(records, record => Assert.Contains($"({record})", index, StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_of_the_example_are_described()
    {
        var operations = File.ReadAllText(Repository.Path("docs", "operations.md"));
        using var example = JsonDocument.Parse(File.ReadAllText(Repository.Path("local.settings.json.example")));
        var names = example
            .RootElement.GetProperty("Values")
            .EnumerateObject()
            .Select(setting => setting.Name)
            .Where(name => name.Contains("__", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains($"`{name}`", operations, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Links();
}
