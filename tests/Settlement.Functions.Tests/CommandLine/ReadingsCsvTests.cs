using System.IO.Compression;
using System.Text.Json;
using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.CommandLine;

public sealed class ReadingsCsvTests : IDisposable
{
    private const string Clock = "2026-11-12T06:00:00Z";
    private const string Day = "2026-11-10";
    private const int Values = 50;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Readings_in_CSV_are_accepted_or_rejected_with_the_code_of_their_flaw()
    {
        var meter = await SimulateAsync();
        string[] rows =
        [
            Row(meter, "A", "0", "0.1", "", "0.3", "1e-3"),
            Row(meter with { Domestic = "no" }, "E1", "1", "", "0.25"),
            Row(meter with { Domestic = "" }, "A", "2", "0"),
            Row(meter with { Domestic = "true" }, "A", "0", "1"),
            Row(meter, "A", "0", "much"),
            Row(meter, "A", "0", "-1"),
            Row(meter, "A", "0", "0.1234"),
            Row(meter, "A", "0", "10000001"),
            Row(meter, "A", "0"),
            Row(meter, "A", "0", [.. Enumerable.Repeat("1", 49)]),
            Row(meter, "A", "1.5", "1"),
            Row(meter, "A", "-1", "1"),
            Row(meter, "", "0", "1"),
            Row(meter, "B", "0", "1"),
            Row(meter with { Mpan = "1200000000000" }, "A", "0", "1"),
            Row(meter with { Flow = "sideways" }, "A", "0", "1"),
            Row(meter with { Llfc = "none" }, "A", "0", "1"),
        ];
        var csv =
            $"mpan,day,flow,supplier,gspGroup,llfc,segment,connection,domestic,quality,revision,{string.Join(',', Enumerable.Range(1, Values).Select(i => $"kwh{i}"))}\n{string.Join('\n', rows)}\n";
        await File.WriteAllTextAsync(_folder["readings.csv"], csv);
        await using (var file = File.Create(_folder["again.csv.gz"]))
        await using (var zip = new GZipStream(file, CompressionLevel.Fastest))
        {
            await zip.WriteAsync(System.Text.Encoding.UTF8.GetBytes(csv));
        }

        foreach (var file in new[] { "readings.csv", "again.csv.gz" })
        {
            var ended = await AppProcess.SucceedAsync("replay", _folder[file], "--data", _folder["data"], "--clock", Clock);
            Assert.Equal((rows.Length, 3, rows.Length - 3), Reports.Counts(ended.Output));
        }

        using var app = await ServingApp.StartAsync(_folder["data"], Clock);
        var reasons = (await app.GetAsync("api/rejects"))
            .GetProperty("byReason")
            .EnumerateObject()
            .Select(reason => $"{reason.Name} {reason.Value}");
        Assert.Equal(
            [
                "bad-mpan 2",
                "loss-class-unknown 2",
                "missing-field 2",
                "negative 4",
                "period-not-in-day 2",
                "too-large 2",
                "too-many-decimals 2",
                "unknown-value 4",
                "wrong-length 2",
                "wrong-type 6",
            ],
            reasons
        );
        var readings = (await app.GetAsync($"api/readings/{meter.Mpan}/{Day}"))
            .GetProperty("items")
            .EnumerateArray()
            .Select(Show)
            .Distinct();
        Assert.Equal(["1 0.1 A 0", "1 0 A 2", "2 0.25 E1 1", "3 0.3 A 0", "4 0.001 A 0"], readings);
    }

    [Fact]
    public async Task A_table_with_other_columns_is_refused_and_nothing_is_sent()
    {
        await File.WriteAllTextAsync(_folder["readings.csv"], "mpan,day,kwh1\n1200000000000,2026-11-10,1\n");

        var ended = await AppProcess.RunAsync("replay", _folder["readings.csv"], "--data", _folder["data"], "--clock", Clock);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("header", ended.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Makes a market, loads its reference data, and names one of its meters.</summary>
    private async Task<Meter> SimulateAsync()
    {
        await AppProcess.SucceedAsync("simulate", "--from", Day, "--meters", "20", "--days", "1", "--out", _folder["market"], "--quiet");
        await AppProcess.SucceedAsync("reference", _folder["market/reference"], "--data", _folder["data"], "--clock", Clock);
        var line = File.ReadLines(_folder["market/readings-1-initial.jsonl"])
            .First(line =>
                line.Contains($"\"day\":\"{Day}\"", StringComparison.Ordinal)
                && line.Contains("\"domestic\":true", StringComparison.Ordinal)
            );
        using var message = JsonDocument.Parse(line);
        return new Meter(Text("mpan"), "", Text("supplier"), Text("gspGroup"), Text("llfc"), Text("segment"), Text("connection"), "yes");

        string Text(string name) => message.RootElement.GetProperty(name).GetString()!;
    }

    private static string Row(Meter meter, string quality, string revision, params string[] values) =>
        string.Join(
            ',',
            [
                meter.Mpan,
                Day,
                meter.Flow,
                meter.Supplier,
                meter.GspGroup,
                meter.Llfc,
                meter.Segment,
                meter.Connection,
                meter.Domestic,
                quality,
                revision,
                .. values,
                .. Enumerable.Repeat("", Values - values.Length),
            ]
        );

    private static string Show(JsonElement reading) =>
        $"{reading.GetProperty("period")} {reading.GetProperty("kwh").GetDecimal() / 1.000m:0.###} {reading.GetProperty("quality")} {reading.GetProperty("revision")}";

    private sealed record Meter(
        string Mpan,
        string Flow,
        string Supplier,
        string GspGroup,
        string Llfc,
        string Segment,
        string Connection,
        string Domestic
    );
}
