using System.Globalization;
using Settlement.Ledger.Storage;
using Settlement.Ledger.Tests.Storage;
using Settlement.Reliability.Histories;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Settlement.Ledger.Tests.Histories;

/// <summary>Tells the console what was tried; the output of a test that passes is not shown there.</summary>
public sealed class Console(IMessageSink sink)
{
    public void Tell(string text) => sink.OnMessage(new DiagnosticMessage(text));
}

public sealed class HistoryTests(Console console) : IClassFixture<Console>
{
    private const int Histories = 2_000;

    /// <summary>What must have happened, and in how many of a thousand histories at least, for the test to mean anything.</summary>
    private static readonly (string What, int InAThousand)[] Required =
    [
        ("crashes", 300), ("storage faults", 300), ("throttled stretches", 20), ("events redelivered", 1000), ("gaps", 200), ("leases that moved", 300), ("hubs that grew", 100),
        ("partitions that were slow", 100), ("partitions stopped", 100), ("events set aside", 50), ("replays of rejects", 300), ("cuts", 1500),
        ("corrections by a higher revision", 1000), ("corrections by an equal revision", 1000), ("late arrivals of a lower revision", 1000), ("duplicates", 1000),
        ("energy moved to another cell", 1000), ("meters in several partitions", 1000), ("messages of a single period", 1000), ("messages of several periods", 1000),
        ("messages on two days", 200), ("messages with nulls or of part of a day", 1000), ("days of 46 or 50 periods", 200), ("readings", 100_000),
    ];

    [Fact]
    public async Task Whatever_happens_each_reading_counts_once_in_its_latest_version()
    {
        var tally = new Tally();
        await Parallel.ForAsync(0, Histories, async (seed, _) =>
        {
            var one = await HistoryCheck.RunAsync(seed, new InMemoryTableStore());
            lock (tally)
                tally.Add(one);
        });

        var counts = string.Join(", ", tally.All.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value:N0} {count.Key}")));
        console.Tell($"Histories played against the oracle: {counts}.");
        Assert.Equal(Histories, tally.Of("histories"));
        Assert.All(Required, required => Assert.True(tally.Of(required.What) >= required.InAThousand * Histories / 1000, $"Only {tally.Of(required.What)} {required.What}."));
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
