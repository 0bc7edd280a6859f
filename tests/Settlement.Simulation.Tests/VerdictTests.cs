namespace Settlement.Simulation.Tests;

public sealed class VerdictTests(WrittenMarket market) : IClassFixture<WrittenMarket>
{
    private static readonly string[] ReadingCodes =
    [
        "not-json",
        "wrong-type",
        "missing-field",
        "unknown-value",
        "bad-mpan",
        "wrong-length",
        "period-not-in-day",
        "too-many-decimals",
        "negative",
        "too-large",
        "day-too-old",
        "day-in-future",
        "supplier-unknown",
        "gsp-group-unknown",
        "loss-class-unknown",
        "component-unknown",
    ];

    private static readonly string[] MarketCodes =
    [
        "wrong-type",
        "missing-field",
        "unknown-value",
        "period-not-in-day",
        "too-many-decimals",
        "negative",
        "too-large",
        "day-too-old",
        "day-in-future",
        "gsp-group-unknown",
        "bm-unit-unknown",
        "party-unknown",
        "bm-unit-not-metered",
    ];

    [Theory]
    [InlineData("readings-1-initial.jsonl")]
    [InlineData("readings-2-late.jsonl")]
    [InlineData("market-1-initial.jsonl")]
    [InlineData("market-2-late.jsonl")]
    public void Expected_verdicts_are_those_of_a_recount(string file) => AssertRecount(market, file);

    [Fact]
    public void Arrays_carry_the_same_verdicts_in_fewer_events()
    {
        using var arrays = new WrittenMarket(market.Options with { MessagesPerEvent = 1_000_000 });

        foreach (var file in WrittenMarket.ReadingFiles)
        {
            AssertRecount(arrays, file);
            var (one, many) = (Counts(market, file), Counts(arrays, file));
            Assert.Equal(one.Accepted, many.Accepted);
            Assert.Equal(one.RejectedByReason, many.RejectedByReason);
            Assert.True(many.Events < one.Events);
        }

        // Where and how messages are packed moves no figure.
        Assert.Equal(market.Lines("market-1-initial.jsonl"), arrays.Lines("market-1-initial.jsonl"));
    }

    [Fact]
    public void Every_code_of_the_readings_occurs() =>
        Assert.Equal(ReadingCodes.Order(StringComparer.Ordinal), Counts(market, "readings-1-initial.jsonl").RejectedByReason.Keys);

    [Fact]
    public void Every_code_of_the_market_occurs() =>
        Assert.Equal(MarketCodes.Order(StringComparer.Ordinal), Counts(market, "market-1-initial.jsonl").RejectedByReason.Keys);

    [Fact]
    public void Every_peculiarity_occurs()
    {
        Assert.Equal(
            ["correction", "duplicate", "gap", "odd", "partial", "singlePeriod"],
            Counts(market, "readings-1-initial.jsonl").Kinds.Keys
        );
        Assert.Equal(
            ["correction", "duplicate", "empty", "flowChange", "gapFill", "late", "otherClock", "overtaken", "resent", "supplierChange"],
            Counts(market, "readings-2-late.jsonl").Kinds.Keys
        );
        Assert.Equal(["cancelled", "correction"], Counts(market, "market-2-late.jsonl").Kinds.Keys);
    }

    [Fact]
    public void The_report_repeats_the_result()
    {
        var files = market.Report.GetProperty("files").EnumerateArray().ToArray();
        Assert.Equal(market.Result.Files.Select(f => f.Name), files.Select(f => f.GetProperty("name").GetString()));
        foreach (var (file, counts) in files.Zip(market.Result.Files))
        {
            Assert.Equal(counts.Events, file.GetProperty("events").GetInt64());
            Assert.Equal(counts.Objects, file.GetProperty("objects").GetInt64());
            Assert.Equal(counts.Accepted, file.GetProperty("accepted").GetInt64());
            Assert.Equal(counts.Rejected, file.GetProperty("rejected").GetInt64());
            Assert.Equal(
                counts.RejectedByReason.ToDictionary(),
                file.GetProperty("rejectedByReason").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64())
            );
        }
    }

    private static FileCounts Counts(WrittenMarket market, string file) => market.Result.Files.Single(f => f.Name == file);

    private static void AssertRecount(WrittenMarket market, string file)
    {
        var rules = market.Rules(file);
        var byReason = new SortedDictionary<string, long>(StringComparer.Ordinal);
        long events = 0,
            accepted = 0,
            rejected = 0;
        foreach (var line in market.Lines(file))
        {
            events++;
            Assert.True(line.Length <= 900_000, "an event is too large");
            foreach (var (body, codes) in rules.Objects(line))
            {
                if (body is { } element && file.StartsWith("market", StringComparison.Ordinal))
                {
                    rules.Market(element, codes);
                }
                else if (body is { } reading)
                {
                    rules.Reading(reading, codes);
                }
                accepted += codes.Count == 0 ? 1 : 0;
                rejected += codes.Count == 0 ? 0 : 1;
                foreach (var code in codes)
                {
                    byReason[code] = byReason.GetValueOrDefault(code) + 1;
                }
            }
        }

        var expected = Counts(market, file);
        Assert.Equal(expected.RejectedByReason, byReason);
        Assert.Equal(
            (expected.Events, expected.Objects, expected.Accepted, expected.Rejected),
            (events, accepted + rejected, accepted, rejected)
        );
    }
}
