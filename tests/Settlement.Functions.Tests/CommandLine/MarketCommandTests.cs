using System.Text.Json;
using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.CommandLine;

/// <summary>A market from its reference data to its runs, command by command.</summary>
public sealed class MarketCommandTests : IDisposable
{
    private const string Day = "2026-10-25";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_commands_settle_a_simulated_market_and_say_what_became_of_every_message()
    {
        await SimulateAsync();
        using var simulation = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder["market/simulation.json"]));
        var clock = simulation.RootElement.GetProperty("clock").GetString()!;
        var late = simulation.RootElement.GetProperty("lateClock").GetString()!;
        var files = simulation.RootElement.GetProperty("files").EnumerateArray().ToArray();

        await RunAsync(0, clock, "reference", _folder["market/reference"]);
        foreach (var file in files[..2])
        {
            await AssertReplayAsync(file, clock);
        }
        var first = await RunAsync(0, clock, "settle", Day, "II", "--quiet", "--json", _folder["II.json"]);
        foreach (var file in files[2..])
        {
            await AssertReplayAsync(file, late);
        }

        // Closed: printed as it was recorded, whatever has come since.
        var again = await RunAsync(0, late, "settle", Day, "II", "--quiet", "--json", _folder["II-again.json"]);
        Assert.Contains("attempt 1: closed", first.Output, StringComparison.Ordinal);
        Assert.Equal(first.Output, again.Output);
        Assert.Equal(await File.ReadAllBytesAsync(_folder["II.json"]), await File.ReadAllBytesAsync(_folder["II-again.json"]));

        await RunAsync(0, late, "settle", Day, "SF", "--json", _folder["SF.json"]);
        Assert.NotEqual(
            Reports.Periods(_folder["II.json"]).Select(period => period.GetProperty("gspGroups").GetRawText()),
            Reports.Periods(_folder["SF.json"]).Select(period => period.GetProperty("gspGroups").GetRawText())
        );
        foreach (var run in new[] { "II", "SF" })
        {
            var periods = Reports.Periods(_folder[$"{run}.json"]);
            Assert.Equal(Enumerable.Range(1, 50), periods.Select(period => period.GetProperty("period").GetInt32()));
            Reports.AssertControlsZero(periods);
        }
    }

    [Fact]
    public async Task A_run_without_its_inputs_exits_3_writes_its_periods_all_the_same_and_may_be_started_again()
    {
        const string Clock = "2026-10-26T06:00:00Z";
        await SimulateAsync();
        await RunAsync(0, Clock, "reference", _folder["market/reference"]);

        var first = await RunAsync(3, Clock, "settle", Day, "II", "--json", _folder["II.json"]);
        var second = await RunAsync(3, Clock, "settle", Day, "II");

        Assert.Contains("attempt 1: inexact", first.Output, StringComparison.Ordinal);
        Assert.Contains("reason: price-missing in period 1, 2, 3", first.Output, StringComparison.Ordinal);
        Assert.Contains("attempt 2: inexact", second.Output, StringComparison.Ordinal);
        var periods = Reports.Periods(_folder["II.json"]);
        Assert.Equal(50, periods.Length);
        Assert.All(
            periods,
            period =>
                Assert.Contains(
                    "price-missing",
                    period.GetProperty("missing").EnumerateArray().Select(missing => missing.GetProperty("code").GetString())
                )
        );
    }

    [Fact]
    public async Task A_folder_of_reference_data_with_one_bad_row_is_refused_whole_and_leaves_the_versions_as_they_are()
    {
        const string Clock = "2026-10-26T06:00:00Z";
        await SimulateAsync();
        await RunAsync(0, Clock, "reference", _folder["market/reference"]);
        var before = await VersionsAsync();
        _folder.Copy(_folder["market/reference"], "refused");
        // One key twice on the same days.
        await File.AppendAllLinesAsync(_folder["refused/gsp-groups.csv"], [File.ReadLines(_folder["refused/gsp-groups.csv"]).Last()]);

        var refused = await RunAsync(1, Clock, "reference", _folder["refused"]);

        Assert.Contains("gsp-groups", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await VersionsAsync());
        Assert.All(
            before.Where(version => File.Exists(_folder[$"market/reference/{version.Key}.csv"])),
            version => Assert.Equal(1, version.Value)
        );
    }

    public void Dispose() => _folder.Dispose();

    private Task SimulateAsync() =>
        AppProcess.SucceedAsync(
            "simulate",
            "--from",
            Day,
            "--meters",
            "60",
            "--days",
            "1",
            "--seed",
            "3",
            "--out",
            _folder["market"],
            "--quiet"
        );

    private async Task<Ended> RunAsync(int exitCode, string clock, params string[] command)
    {
        var ended = await AppProcess.RunAsync([.. command, "--data", _folder["data"], "--clock", clock]);
        Assert.True(ended.ExitCode == exitCode, ended.ToString());
        return ended;
    }

    private async Task AssertReplayAsync(JsonElement file, string clock)
    {
        var ended = await RunAsync(0, clock, "replay", _folder[$"market/{file.GetProperty("name").GetString()}"], "--quiet");
        Assert.Equal((Of("events"), Of("accepted"), Of("rejected")), Reports.Counts(ended.Output));

        long Of(string name) => file.GetProperty(name).GetInt64();
    }

    private async Task<IReadOnlyDictionary<string, int>> VersionsAsync()
    {
        await using var ledger = await Crashes.OpenLedger.OpenAsync(_folder["data"], "2026-10-26T06:00:00Z");
        return await ledger.References.CurrentAsync();
    }
}
