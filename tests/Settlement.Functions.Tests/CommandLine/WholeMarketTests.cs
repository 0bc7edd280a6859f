using System.Text.Json;
using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.CommandLine;

/// <summary>The commands that make up a market of their own.</summary>
public sealed class WholeMarketTests
{
    [Fact]
    public async Task The_bare_command_settles_a_market_of_three_days_with_all_controls_zero()
    {
        using var folder = new TemporaryFolder();

        var ended = await AppProcess.SucceedAsync("--exit", "--port", "0", "--data", folder["data"]);

        var lines = ended.Output.Split('\n');
        foreach (var run in new[] { "II", "SF" })
        {
            foreach (var day in new[] { "2026-10-24", "2026-10-25", "2026-10-26" })
            {
                Assert.Matches(
                    @"closed .* all zero +\d+ *$",
                    Assert.Single(lines, line => line.Trim().StartsWith($"{day} {run}", StringComparison.Ordinal)).TrimEnd()
                );
            }
        }

        Assert.Contains("GSP Groups (MWh)", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Parties", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Control totals (all must be zero)", ended.Output, StringComparison.Ordinal);
        Assert.Contains("objects accepted", ended.Output, StringComparison.Ordinal);
        Assert.Empty(ended.Errors);
    }

    [Fact]
    public async Task Bench_prints_a_table_and_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();

        var ended = await AppProcess.SucceedAsync("bench", "--meters", "2000", "--data", folder["data"], "--json", folder["bench.json"]);

        Assert.Matches(@"ingest +[\d.,]+ +[\d.,]+ +[\d.,]+ % +[\d.,]+ +[\d.,]+", ended.Output);
        Assert.All(
            ["hub read", "decode", "encode", "store", "commit", "settle SF", "FoldShards", "settle R1", "versions of a meter, first"],
            stage => Assert.Contains(stage, ended.Output, StringComparison.Ordinal)
        );
        Assert.Contains("equal to what was sent", ended.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder["bench.json"]));
        Assert.True(json.RootElement.GetProperty("exact").GetBoolean());
        Assert.Empty(Directory.GetFileSystemEntries(folder["data"]));
    }

    [Fact]
    public async Task Simulate_writes_the_same_bytes_for_the_same_options_and_others_for_another_seed()
    {
        using var folder = new TemporaryFolder();
        await SimulateAsync(folder["one"], 5);
        await SimulateAsync(folder["two"], 5);
        await SimulateAsync(folder["three"], 6);

        Assert.Equal(Contents(folder["one"]), Contents(folder["two"]));
        Assert.NotEqual(Contents(folder["one"]), Contents(folder["three"]));
        Assert.Equal(
            ["market-1-initial.jsonl", "market-2-late.jsonl", "readings-1-initial.jsonl", "readings-2-late.jsonl", "simulation.json"],
            Directory.GetFiles(folder["one"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Convert_turns_published_readings_into_a_file_of_messages()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder["trial.csv"],
            "LCLid,tstp,energy(kWh/hh)\nMAC000002,2013-10-27 00:30:00.0000000, 0.2\nMAC000002,2013-10-27 01:00:00.0000000, 0.1\n"
        );

        var ended = await AppProcess.SucceedAsync(
            "convert",
            folder["trial.csv"],
            "--out",
            folder["readings.jsonl"],
            "--shift-weeks",
            "626"
        );

        Assert.StartsWith("2 rows of 1 households: 1 messages with 2 values", ended.Output, StringComparison.Ordinal);
        var message = Assert.Single(await File.ReadAllLinesAsync(folder["readings.jsonl"]));
        Assert.Contains("\"day\":\"2025-10-26\"", message, StringComparison.Ordinal);
        Assert.Contains("\"kwh\":[0.2,0.1]", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_leaves_its_output_alone_when_an_input_is_missing()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["readings.jsonl"], "from before");

        var ended = await AppProcess.RunAsync("convert", folder["nowhere.csv"], "--out", folder["readings.jsonl"]);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(
            "nowhere.csv",
            Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
        Assert.Equal("from before", await File.ReadAllTextAsync(folder["readings.jsonl"]));
    }

    private static Task<Ended> SimulateAsync(string folder, int seed) =>
        AppProcess.SucceedAsync(
            "simulate",
            "--from",
            "2026-03-28",
            "--meters",
            "50",
            "--days",
            "2",
            "--seed",
            $"{seed}",
            "--out",
            folder,
            "--quiet"
        );

    private static IEnumerable<string> Contents(string folder) =>
        Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file =>
                $"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}"
            );
}
