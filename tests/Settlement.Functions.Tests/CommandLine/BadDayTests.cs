using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.CommandLine;

/// <summary>Damaged files and foreign ones are told in a line that names the file and what to do.</summary>
public sealed class BadDayTests : IDisposable
{
    private const string Clock = "2026-11-12T06:00:00Z";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("host.db")]
    [InlineData("ledger.db")]
    [InlineData("keys.json")]
    [InlineData("hubs/readings/hub.json")]
    public async Task A_damaged_file_of_the_host_is_told_in_a_line(string name)
    {
        var path = _folder[$"data/{name}"];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, string.Concat(Enumerable.Repeat("not what it should be\n", 1_000)));

        var ended = await AppProcess.RunAsync([
            "settle",
            "2026-10-25",
            "II",
            "--data",
            _folder["data"],
            "--clock",
            Clock,
            .. name == "keys.json" ? new[] { "--keys" } : [],
        ]);

        Assert.Equal(1, ended.ExitCode);
        var line = Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(Path.GetFileName(name), line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors + ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_no_number_is_told_with_what_it_may_be()
    {
        var ended = await AppProcess.RunAsync("serve", "--port", "http", "--data", _folder["data"]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("--port is a whole number from 0 to 65535, not 'http'", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_file_is_refused_before_anything_is_sent_and_sent_with_force()
    {
        await File.WriteAllTextAsync(_folder["flow.txt"], "ZHV|1|D0010002\nZPT|1\n");

        var refused = await AppProcess.RunAsync("replay", _folder["flow.txt"], "--data", _folder["data"], "--clock", Clock);
        var sent = await AppProcess.RunAsync("replay", _folder["flow.txt"], "--force", "--data", _folder["data"], "--clock", Clock);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("industry data flow", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(4, sent.ExitCode);
        Assert.Equal((2, 0, 2), Reports.Counts(sent.Output));
    }

    [Fact]
    public async Task Check_tells_file_line_and_field_and_sends_nothing()
    {
        await File.WriteAllTextAsync(
            _folder["readings.jsonl"],
            "\n" + """{"mpan":"1012345678903","day":"2026-11-10","kwh":[1,-2],"quality":"A"}""" + "\n"
        );

        var checkedOnly = await AppProcess.RunAsync(
            "replay",
            _folder["readings.jsonl"],
            "--check",
            "--data",
            _folder["data"],
            "--clock",
            Clock
        );
        var again = await AppProcess.RunAsync("replay", _folder["readings.jsonl"], "--data", _folder["data"], "--clock", Clock);

        Assert.Equal(4, checkedOnly.ExitCode);
        Assert.Contains("readings.jsonl, line 2, object 1: negative kwh[2]: -2", checkedOnly.Output, StringComparison.Ordinal);
        Assert.Contains("missing-field supplier", checkedOnly.Output, StringComparison.Ordinal);
        Assert.Equal((1, 0, 1), Reports.Counts(again.Output));
    }

    [Fact]
    public async Task A_row_that_stops_a_file_tells_what_was_sent_and_from_where_to_go_on()
    {
        var good = """{"mpan":"1012345678904","day":"2026-11-10","kwh":[1],"quality":"A"}""" + "\n";
        await File.WriteAllTextAsync(
            _folder["readings.jsonl"],
            string.Concat(Enumerable.Repeat(good, 10_001)) + new string(' ', 2_000_000) + "\n" + good
        );

        var stopped = await AppProcess.RunAsync("replay", _folder["readings.jsonl"], "--data", _folder["data"], "--clock", Clock);
        await File.WriteAllTextAsync(_folder["readings.jsonl"], string.Concat(Enumerable.Repeat(good, 10_003)));
        var on = await AppProcess.RunAsync(
            "replay",
            _folder["readings.jsonl"],
            "--from-line",
            "10001",
            "--data",
            _folder["data"],
            "--clock",
            Clock
        );

        Assert.Equal(1, stopped.ExitCode);
        Assert.Contains("Line 10002 of", stopped.Errors, StringComparison.Ordinal);
        Assert.Contains("--from-line 10001 goes on", stopped.Errors, StringComparison.Ordinal);
        Assert.Equal((3, 0, 3), Reports.Counts(on.Output));
    }

    [Fact]
    public async Task Of_many_bad_rows_of_reference_data_a_hundred_are_printed()
    {
        Directory.CreateDirectory(_folder["reference"]);
        await File.WriteAllTextAsync(
            _folder["reference/parameters.csv"],
            "name,value\n" + string.Concat(Enumerable.Repeat("alpha,much\n", 5_000))
        );

        var ended = await AppProcess.RunAsync("reference", _folder["reference"], "--data", _folder["data"], "--clock", Clock);

        Assert.Equal(1, ended.ExitCode);
        var lines = ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["… and 4900 more.", "Nothing was changed: 5000 problems."], lines[^2..]);
        Assert.Equal(102, lines.Length);
    }
}
