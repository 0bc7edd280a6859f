using Settlement.Reference.Sets;

namespace Settlement.Reference.Tests;

public sealed class ReferenceFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sets_and_loss_factor_files_are_found_and_the_rest_is_left_alone()
    {
        _folder.Write("participants.csv", "id,name,role");
        _folder.Write("README.md", "text");
        _folder.Write("loss-factors/b.PTF", "b");
        _folder.Write("loss-factors/a.zip", "a");
        _folder.Write("loss-factors/notes.txt", "c");

        var read = ReferenceFolder.Read(_folder.Path);

        Assert.Equal(["participants"], read.Sets.Keys);
        Assert.Equal("id,name,role", read.Sets["participants"]);
        Assert.Equal(["a.zip", "b.PTF"], read.LossFactorFiles.Select(file => file.Name));
        using var content = new StreamReader(read.LossFactorFiles[1].Open());
        Assert.Equal("b", content.ReadToEnd());
    }

    [Fact]
    public void A_csv_file_of_no_known_set_is_refused()
    {
        _folder.Write("participant.csv", "id,name,role");
        var refused = Assert.Throws<ReferenceRejectedException>(() => ReferenceFolder.Read(_folder.Path));
        Assert.Equal("participant", refused.Set);
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "holidays.csv"), [(byte)'d', 0xE9, (byte)'y']);
        Assert.Contains(
            "not UTF-8",
            Assert.Throws<ReferenceRejectedException>(() => ReferenceFolder.Read(_folder.Path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_empty_folder_and_none_at_all_are_errors()
    {
        Assert.Throws<ReferenceRejectedException>(() => ReferenceFolder.Read(_folder.Path));
        Assert.Throws<DirectoryNotFoundException>(() => ReferenceFolder.Read(Path.Combine(_folder.Path, "nowhere")));
    }
}
