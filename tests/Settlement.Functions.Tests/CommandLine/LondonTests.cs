using System.IO.Compression;
using System.Text.Json;
using Settlement.Functions.Tests.Crashes;
using Settlement.Functions.Tests.Processes;

namespace Settlement.Functions.Tests.CommandLine;

/// <summary>The market of 195 real London homes, settled by the commands that the README gives.</summary>
public sealed class LondonTests : IDisposable
{
    private const string Clock = "2025-11-03T06:00:00Z";
    private const string LongDay = "2025-10-26";

    private readonly TemporaryFolder _folder = new();

    [LondonFact]
    public async Task Real_homes_settle_exactly_and_a_day_without_two_prices_is_inexact()
    {
        var london = Reference();
        await RunAsync(0, "data", "reference", london);
        var replay = await RunAsync(0, "data", "replay", PublishedData.Find(PublishedData.Readings)!, PublishedData.Find(PublishedData.Market)!);
        // The messages of 31 March 2025 lie on a day for which the loss factor file has nothing.
        Assert.Equal((111_191, 110_996, 195), Reports.Counts(replay.Output));

        foreach (var (day, count) in new[] { ("2025-06-16", 48), ("2025-10-25", 48), (LongDay, 50) })
        {
            var settle = await RunAsync(0, "data", "settle", day, "SF", "--json", _folder[day]);
            Assert.Contains($"Run SF of {day}, attempt 1: closed", settle.Output, StringComparison.Ordinal);
            var periods = Reports.Periods(_folder[day]);
            Assert.Equal(Enumerable.Range(1, count), periods.Select(period => period.GetProperty("period").GetInt32()));
            Reports.AssertControlsZero(periods);
        }

        var inexact = await RunAsync(3, "data", "settle", "2025-10-27", "II", "--json", _folder["inexact"]);
        Assert.Contains("reason: price-missing in period 1, 2", inexact.Output, StringComparison.Ordinal);
        var day27 = Reports.Periods(_folder["inexact"]);
        Assert.Equal(48, day27.Length);
        Assert.All(day27[..2], period => Assert.Equal("""[{"code":"price-missing","of":""}]""", JsonSerializer.Serialize(period.GetProperty("missing"))));
        Reports.AssertControlsZero(day27[2..]);

        await AssertSameAfterKillsAsync(london);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The messages of the long day alone, sent by processes that are killed, give the figures of the whole market.</summary>
    private async Task AssertSameAfterKillsAsync(string london)
    {
        var files = new[] { PublishedData.Readings, PublishedData.Market }.SelectMany(file => Parts(PublishedData.Find(file)!)).ToArray();
        await RunAsync(0, "killed", "reference", london);
        foreach (var growth in new[] { 60_000, 400_000 })
            Assert.True(await Killer.KillAsync(_folder["killed"], growth, ["replay", .. files, "--clock", Clock]));
        await RunAsync(0, "killed", ["replay", .. files]);
        await RunAsync(0, "killed", "settle", LongDay, "SF", "--json", _folder["after-kills"]);
        Assert.Equal(await File.ReadAllTextAsync(_folder[LongDay]), await File.ReadAllTextAsync(_folder["after-kills"]));
    }

    /// <summary>The sample's reference data with the published loss factors put beside it.</summary>
    private string Reference()
    {
        var reference = _folder.Copy(Checkout.Find("infra/local/samples/london"), "london");
        Directory.CreateDirectory(Path.Combine(reference, "loss-factors"));
        File.Copy(PublishedData.Find(PublishedData.LossFactors)!, Path.Combine(reference, "loss-factors", Path.GetFileName(PublishedData.LossFactors)));
        return reference;
    }

    /// <summary>The lines with values on the long day, in files of a hundred.</summary>
    private IEnumerable<string> Parts(string published)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(published), CompressionMode.Decompress));
        var number = 0;
        foreach (var lines in Lines(reader).Where(line => line.Contains("\"2025-10-25\"", StringComparison.Ordinal) || line.Contains($"\"{LongDay}\"", StringComparison.Ordinal)).Chunk(100))
        {
            var part = _folder[$"{Path.GetFileName(published)}-{number++:D3}.jsonl"];
            File.WriteAllLines(part, lines);
            yield return part;
        }
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private async Task<Ended> RunAsync(int exitCode, string data, params IEnumerable<string> command)
    {
        var ended = await AppProcess.RunAsync([.. command, "--data", _folder[data], "--clock", Clock, "--quiet"]);
        Assert.True(ended.ExitCode == exitCode, ended.ToString());
        return ended;
    }
}
