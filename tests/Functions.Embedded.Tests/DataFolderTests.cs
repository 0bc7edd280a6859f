using System.Runtime.Versioning;
using Functions.Embedded.Storage;

namespace Functions.Embedded.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly string _root = TestHost.NewFolder();

    private string Folder => Path.Combine(_root, "data");

    public void Dispose() => Directory.Delete(_root, true);

    [UnixFact]
    public async Task A_folder_that_the_host_makes_is_for_its_owner_alone_and_so_are_the_keys()
    {
        await using (await TestHost.StartAsync(Folder)) { }

        Assert.Equal("700", Mode(Folder));
        Assert.Equal("600", Mode(Path.Combine(Folder, "keys.json")));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_is_there_keeps_its_rights()
    {
        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, (UnixFileMode)Convert.ToInt32("750", 8));

        await using (await TestHost.StartAsync(Folder)) { }

        Assert.Equal("750", Mode(Folder));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_with_what_to_do_and_not_as_in_use()
    {
        File.WriteAllText(Folder, "a file where the folder should be");
        using var folder = new DataFolder(Folder);

        var refused = Assert.Throws<IOException>(folder.Acquire);

        Assert.Contains($"The data folder '{Folder}' cannot be written", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--data", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_whose_lock_cannot_be_opened_is_not_told_as_in_use()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "lock"));
        using var folder = new DataFolder(Folder);

        Assert.Contains("cannot be written", Assert.Throws<IOException>(folder.Acquire).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_another_host_has_is_told_as_in_use()
    {
        using var one = new DataFolder(Folder);
        one.Acquire();
        using var two = new DataFolder(Folder);

        Assert.Throws<DataFolderInUseException>(two.Acquire);
    }

    private static string Mode(string path) =>
        OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8).TrimStart('0');
}
