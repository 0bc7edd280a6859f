using System.Globalization;
using Settlement.Reliability.Histories;
using Settlement.Storage.Sqlite;

namespace Settlement.Ledger.Tests.Histories;

[Trait("Category", "Slow")]
public sealed class HistoryTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const int Histories = 2_000;

    [Fact]
    public async Task Whatever_happens_each_reading_counts_once_in_its_latest_version()
    {
        var tally = new Tally();
        await Parallel.ForAsync(0, Histories, async (seed, _) => tally.Add(await HistoryCheck.RunAsync(seed, new InMemoryTableStore())));

        console.Tell(
            $"Random histories played against the oracle: {string.Join(", ", tally.All.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value:N0} {count.Key}")))}."
        );
        Assert.Equal(Histories, tally.GetCount("histories"));
        // What never happens proves nothing.
        Assert.All(
            Enum.GetValues<Hazard>(),
            hazard =>
                Assert.True(tally.GetCount(hazard.Text()) >= Histories / 100, $"Only {tally.GetCount(hazard.Text())} {hazard.Text()}.")
        );
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
