using System.Diagnostics;
using Settlement.Ledger.Storage;
using Settlement.Ledger.Tests.Storage;
using Settlement.Reliability.Histories;
using Xunit.Abstractions;

namespace Settlement.Ledger.Tests.Histories;

public sealed class HistoryTests(ITestOutputHelper output)
{
    private const int Histories = 400;

    [Fact]
    public async Task Whatever_happens_each_reading_counts_once_in_its_latest_version()
    {
        var watch = Stopwatch.StartNew();
        var reports = new HistoryReport[Histories];
        await Parallel.ForAsync(0, Histories, async (seed, _) => reports[seed] = await HistoryCheck.RunAsync(seed, new InMemoryTableStore()));

        output.WriteLine(
            $"{Histories} histories: {reports.Sum(r => r.Events)} events, {reports.Sum(r => r.Values)} values, {reports.Sum(r => r.Crashes)} crashes, {reports.Sum(r => r.Cuts)} cuts, {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.True(reports.Sum(r => r.Crashes) > Histories / 2, "Too few crashes to mean anything.");
        Assert.True(reports.Sum(r => r.Values) > Histories * 100, "Too few values to mean anything.");
    }

    [Theory]
    [InlineData(100_001)]
    [InlineData(100_002)]
    [InlineData(100_003)]
    [InlineData(100_004)]
    [InlineData(100_005)]
    public async Task The_embedded_database_keeps_them_as_well(int seed)
    {
        using var folder = new SqliteFolder();
        using var store = new SqliteTableStore(folder.File);
        await HistoryCheck.RunAsync(seed, store);
    }
}
