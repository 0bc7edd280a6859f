using Settlement.Local.Conversion;

namespace Settlement.Local.Tests;

public sealed class OutputFileTests : IDisposable
{
    private const string Table = "LCLid,tstp,energy(kWh/hh)\nMAC000002,2013-01-01 00:30:00,0.2\n";

    private readonly TemporaryFolder _folder = new();

    public OutputFileTests() => File.WriteAllText(_folder["trial.csv"], Table);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("trial.csv")]
    [InlineData("link.csv")]
    [InlineData("linked/trial.csv")]
    [InlineData("linked/../trial.csv")]
    public void What_is_read_is_not_written(string output)
    {
        File.CreateSymbolicLink(_folder["link.csv"], _folder["trial.csv"]);
        Directory.CreateSymbolicLink(_folder["linked"], _folder.Path);

        var thrown = Assert.Throws<IOException>(() => LowCarbonLondonConverter.Convert([_folder["trial.csv"]], _folder[output]));

        Assert.Contains("is the file that is read", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(Table, File.ReadAllText(_folder["trial.csv"]));
    }

    [Fact]
    public void A_link_that_is_read_protects_its_file()
    {
        File.CreateSymbolicLink(_folder["link.csv"], _folder["trial.csv"]);

        Assert.Throws<IOException>(() => LowCarbonLondonConverter.Convert([_folder["link.csv"]], _folder["trial.csv"]));

        Assert.Equal(Table, File.ReadAllText(_folder["trial.csv"]));
    }

    [Fact]
    public void A_bad_input_leaves_the_older_output_and_nothing_beside_it()
    {
        File.WriteAllText(_folder["bad.csv"], Table + "MAC000002,never,0.2\n");
        File.WriteAllText(_folder["out.jsonl"], "older");

        Assert.Throws<FormatException>(() =>
            LowCarbonLondonConverter.Convert([_folder["trial.csv"], _folder["bad.csv"]], _folder["out.jsonl"])
        );

        Assert.Equal("older", File.ReadAllText(_folder["out.jsonl"]));
        Assert.Equal(3, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void A_link_at_the_output_stays_a_link()
    {
        File.WriteAllText(_folder["out.jsonl"], "older");
        File.CreateSymbolicLink(_folder["link.jsonl"], _folder["out.jsonl"]);

        LowCarbonLondonConverter.Convert([_folder["trial.csv"]], _folder["link.jsonl"]);

        Assert.NotNull(new FileInfo(_folder["link.jsonl"]).LinkTarget);
        Assert.StartsWith("{", File.ReadAllText(_folder["out.jsonl"]), StringComparison.Ordinal);
    }
}
