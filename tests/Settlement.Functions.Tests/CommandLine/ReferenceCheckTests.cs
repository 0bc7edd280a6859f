using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.CommandLine;

/// <summary><c>reference --check</c>: what would be refused and what dangles, without loading anything.</summary>
public sealed class ReferenceCheckTests : IDisposable
{
    private const string Units = "id,party,account,gspGroup,tradingUnit,kind,default\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("T_X-1,GONE,C,,,generation,no\n", "bm-units, row 2, party: 'GONE' is not in the set participants", 1)]
    [InlineData("T_X-1,GONE,Q,,,generation,no\n", "bm-units, row 2, account: 'Q' is not one of", 1)]
    [InlineData("T_X-1,ALFA,C,_A,,generation,no\n", "", 0)]
    public async Task A_folder_is_checked_and_left_alone(string row, string told, int exitCode)
    {
        Directory.CreateDirectory(_folder["reference"]);
        await File.WriteAllTextAsync(Path.Combine(_folder["reference"], "bm-units.csv"), Units + row);
        var check = await AppProcess.RunAsync("reference", _folder["reference"], "--check", "--data", _folder["data"]);
        Assert.True(check.ExitCode == exitCode, check.ToString());
        Assert.Contains(told, check.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", check.Output + check.Errors, StringComparison.Ordinal);

        // Had the check loaded anything, this would be version 2.
        await File.WriteAllTextAsync(Path.Combine(_folder["reference"], "bm-units.csv"), Units + "T_X-2,GONE,C,,,generation,no\n");
        var loaded = await AppProcess.SucceedAsync("reference", _folder["reference"], "--data", _folder["data"]);
        Assert.Matches(@"bm-units\W+1\W+1", loaded.Output);
        Assert.Contains("'GONE' is not in the set participants", loaded.Errors, StringComparison.Ordinal);
    }
}
