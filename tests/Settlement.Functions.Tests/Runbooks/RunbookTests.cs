using Settlement.Runbooks.Making;

namespace Settlement.Functions.Tests.Runbooks;

/// <summary>The runbooks say what the commands really print.</summary>
[Trait("Category", "Slow")]
public sealed class RunbookTests
{
    public static TheoryData<string> Files => [.. Runbook.All.Select(runbook => runbook.FileName)];

    [RunbookTheory]
    [MemberData(nameof(Files))]
    public async Task A_runbook_is_what_its_commands_print(string file)
    {
        var made = await Runbook.All.Single(runbook => runbook.FileName == file).MakeAsync();
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(RunbookFolder.Find(), file)), made);
    }

    [Fact]
    public async Task The_index_lists_every_runbook_and_no_other_file_is_there()
    {
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(RunbookFolder.Find(), Runbook.IndexFile)), Runbook.Index());
        Assert.Equal(
            Runbook.All.Select(runbook => runbook.FileName).Append(Runbook.IndexFile).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(RunbookFolder.Find()).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }
}
