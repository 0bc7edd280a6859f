using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.CommandLine;

public sealed class UsageTests
{
    [Theory]
    [InlineData("frobnicate")]
    [InlineData("--nonsense")]
    [InlineData("settle", "2026-10-25")]
    [InlineData("settle", "2026-02-30", "II")]
    [InlineData("settle", "2026-10-25", "ii")]
    [InlineData("settle", "2026-10-25", "II", "more")]
    [InlineData("settle", "2026-10-25", "II", "--clock", "yesterday")]
    [InlineData("replay")]
    [InlineData("reference")]
    [InlineData("simulate", "--meters", "10")]
    [InlineData("simulate", "--out", "market", "--meters", "ten")]
    [InlineData("simulate", "--out", "market", "--meters", "0")]
    [InlineData("simulate", "--out", "market", "--days", "0")]
    [InlineData("simulate", "--out", "market", "--from", "the beginning")]
    [InlineData("simulate", "--out", "market", "--from", "9999-12-31", "--meters", "10")]
    [InlineData("bench", "--meters", "-1")]
    [InlineData("year", "--from", "2028-03-31", "--to", "2027-04-01")]
    [InlineData("year", "--from", "2027-04-01", "--to", "2030-04-01")]
    [InlineData("serve", "--port", "65536")]
    [InlineData("convert", "trial.csv")]
    [InlineData("convert", "trial.csv", "--out", "readings.jsonl", "--shift-weeks", "1000000")]
    public async Task Bad_usage_is_told_and_exits_2(params string[] arguments)
    {
        using var folder = new TemporaryFolder();

        var ended = await AppProcess.RunAsync([.. arguments, "--data", folder["data"]]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("Try --help.", ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
        Assert.False(Directory.Exists(folder["data"]));
    }

    [Theory]
    [InlineData("There is no file", "replay", "nowhere.jsonl")]
    [InlineData("There is no folder", "reference", "nowhere")]
    public async Task What_cannot_be_done_is_told_in_a_line_and_exits_1(string told, params string[] arguments)
    {
        using var folder = new TemporaryFolder();

        var ended = await AppProcess.RunAsync([.. arguments, "--data", folder["data"]]);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(told, Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_command_and_exits_0()
    {
        var ended = await AppProcess.SucceedAsync("--help");

        Assert.All(
            [
                "serve",
                "reference",
                "replay",
                "settle",
                "simulate",
                "year",
                "bench",
                "figures",
                "convert",
                "--data",
                "--port",
                "--clock",
                "--no-timers",
                "--keys",
                "--exit",
                "--quiet",
            ],
            word => Assert.Contains(word, ended.Output, StringComparison.Ordinal)
        );
    }
}
