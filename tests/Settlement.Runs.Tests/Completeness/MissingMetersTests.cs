using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Runs.Completeness;

namespace Settlement.Runs.Tests.Completeness;

public sealed class MissingMetersTests
{
    private static readonly MarketDay Registered = new ReferenceData
    {
        Meters =
        [
            .. RandomReadings.Mpans.Select(
                (mpan, i) =>
                    new Meter(
                        mpan,
                        i % 2 == 0 ? "ALFA" : "BRAV",
                        "_A",
                        "W01",
                        MarketSegment.Smart,
                        ConnectionType.WholeCurrent,
                        true,
                        default
                    )
            ),
        ],
    }.On(RandomReadings.Day);

    [Theory]
    [InlineData(21, 1)]
    [InlineData(22, 7)]
    [InlineData(23, 1000)]
    public async Task Meters_without_a_value_and_meters_with_too_few_are_listed_page_by_page(int seed, int limit)
    {
        var (ledger, from, to) = await RandomReadings.MakeAsync(seed);
        var reader = new LedgerReader(ledger.Store, ledger.Heads);
        foreach (var cut in new[] { from, to })
        {
            var expected = new List<string>();
            foreach (var mpan in RandomReadings.Mpans)
            {
                var winners = await RandomReadings.WinnersAsync(reader, mpan, cut);
                var missing = Enumerable.Range(1, 48).Where(period => winners[period] is null).ToList();
                if (missing.Count > 0)
                {
                    expected.Add($"{mpan} {48 - missing.Count} {string.Join(',', missing)}");
                }
            }

            Assert.Equal(expected, await PagesAsync(reader, cut, _ => true, limit));
        }
    }

    [Fact]
    public async Task Of_a_day_without_readings_every_wanted_meter_is_missing_in_every_period()
    {
        var ledger = await TestLedger.MakeAsync();
        var missing = await PagesAsync(
            new LedgerReader(ledger.Store, ledger.Heads),
            await ledger.CutAsync(),
            meter => meter.Supplier == "BRAV",
            4
        );
        Assert.Equal(
            RandomReadings.Mpans.Where((_, i) => i % 2 == 1).Select(mpan => $"{mpan} 0 {string.Join(',', Enumerable.Range(1, 48))}"),
            missing
        );
    }

    private static async Task<List<string>> PagesAsync(LedgerReader reader, Cut cut, Func<Meter, bool> wanted, int limit)
    {
        var lines = new List<string>();
        for (MeterCursor? place = MeterCursor.Start; place is { } next; )
        {
            var page = await new MissingMeters(reader).PageAsync(Registered, cut, wanted, next, limit, default);
            Assert.InRange(page.Items.Count, 0, limit);
            lines.AddRange(page.Items.Select(item => $"{item.Registration.Mpan} {item.Received} {string.Join(',', item.Missing)}"));
            place = page.Next;
        }

        return lines;
    }
}
