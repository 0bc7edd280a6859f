using Settlement.Domain.Completeness;
using Settlement.Domain.Market;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Runs.Completeness;
using Settlement.Storage;

namespace Settlement.Runs.Tests.Completeness;

public sealed class CompletenessCountTests
{
    [Theory]
    [InlineData(11, 1)]
    [InlineData(12, 8)]
    [InlineData(13, 64)]
    public async Task What_was_received_is_what_each_meter_looked_up_alone_has(int seed, int groups)
    {
        var (ledger, from, to) = await RandomReadings.MakeAsync(seed);
        var reader = new LedgerReader(ledger.Store, ledger.Heads);
        var count = new CompletenessCount(ledger.Store, reader);
        foreach (var cut in new[] { from, to })
        {
            var received = new List<ReceivedMeters>();
            for (var group = 0; group < groups; group++)
            {
                received.AddRange(await count.CountAsync(RandomReadings.Day, cut, group, groups, default));
            }
            var sums = received
                .GroupBy(row => (row.Supplier, row.GspGroup, row.Segment))
                .Select(rows => new ReceivedMeters(
                    rows.Key.Supplier,
                    rows.Key.GspGroup,
                    rows.Key.Segment,
                    rows.Sum(row => row.Meters),
                    rows.Sum(row => row.ActualWattHours),
                    rows.Sum(row => row.EstimatedWattHours),
                    rows.Sum(row => row.Values)
                ));
            Assert.Equal((await OracleAsync(reader, cut)).ToHashSet(), sums.ToHashSet());
        }
    }

    [Fact]
    public async Task A_count_is_kept_once_all_its_groups_are_there()
    {
        var (ledger, from, to) = await RandomReadings.MakeAsync(14);
        var count = new CompletenessCount(ledger.Store, new LedgerReader(ledger.Store, ledger.Heads));
        var size = await count.SizeAsync(RandomReadings.Day, to, default);
        Assert.Equal(90, size.Rows);
        Assert.NotEqual(size.Key, (await count.SizeAsync(RandomReadings.Day, from, default)).Key);
        for (var group = 0; group < CompletenessCount.Groups; group++)
        {
            Assert.Null(await count.FindAsync(size.Key, CompletenessCount.Groups, default));
            await count.CountAsync(size.Key, to, group, CompletenessCount.Groups, default);
        }

        var kept = (await count.FindAsync(size.Key, CompletenessCount.Groups, default))!;
        var whole = await count.CountAsync(RandomReadings.Day, to, 0, 1, default);
        Assert.Equal(whole.Sum(row => row.Meters), kept.Sum(row => row.Meters));
        Assert.Equal(
            whole.Sum(row => row.ActualWattHours + row.EstimatedWattHours),
            kept.Sum(row => row.ActualWattHours + row.EstimatedWattHours)
        );
    }

    [Fact]
    public async Task A_count_is_found_only_with_the_number_of_groups_it_was_made_in()
    {
        var (ledger, _, to) = await RandomReadings.MakeAsync(14);
        var count = new CompletenessCount(ledger.Store, new LedgerReader(ledger.Store, ledger.Heads));
        var key = (await count.SizeAsync(RandomReadings.Day, to, default)).Key;
        for (var group = 0; group < 16; group++)
        {
            await count.CountAsync(key, to, group, 16, default);
        }

        Assert.Null(await count.FindAsync(key, 8, default));
        var whole = await count.CountAsync(RandomReadings.Day, to, 0, 1, default);
        Assert.Equal(whole.Sum(row => row.Meters), (await count.FindAsync(key, 16, default))!.Sum(row => row.Meters));
    }

    [Fact]
    public async Task A_count_that_was_kept_before_values_were_counted_is_not_used()
    {
        var (ledger, _, to) = await RandomReadings.MakeAsync(14);
        var count = new CompletenessCount(ledger.Store, new LedgerReader(ledger.Store, ledger.Heads));
        var key = (await count.SizeAsync(RandomReadings.Day, to, default)).Key;
        await ledger.Store.WriteBlobAsync(
            CompletenessCount.Table,
            key.Day.ToString(),
            $"{key.Counted}-00of1",
            "[{\"supplier\":\"ALFA\",\"gspGroup\":\"_A\",\"segment\":\"smart\",\"meters\":3,\"actualWattHours\":1,\"estimatedWattHours\":0}]"u8.ToArray(),
            TableWriteKind.Put,
            default
        );

        Assert.Null(await count.FindAsync(key, 1, default));
        await count.CountAsync(key, to, 0, 1, default);
        Assert.NotNull(await count.FindAsync(key, 1, default));
    }

    private static async Task<List<ReceivedMeters>> OracleAsync(LedgerReader reader, Cut cut)
    {
        var values = new List<(Mpan Mpan, string Supplier, string Group, MarketSegment Segment, bool Actual, long WattHours)>();
        foreach (var mpan in RandomReadings.Mpans)
        {
            var winners = await RandomReadings.WinnersAsync(reader, mpan, cut);
            for (var period = 1; period <= 48; period++)
            {
                if (winners[period] is { } winner)
                {
                    values.Add(
                        (
                            mpan,
                            winner.Cell.Supplier,
                            winner.Cell.GspGroup,
                            winner.Cell.Segment,
                            winner.Qualities[period - winner.First] == Quality.A,
                            winner.WattHours[period - winner.First] * (winner.Cell.Flow == Flow.Export ? -1 : 1)
                        )
                    );
                }
            }
        }

        return
        [
            .. values
                .GroupBy(value => (value.Supplier, value.Group, value.Segment))
                .Select(group => new ReceivedMeters(
                    group.Key.Supplier,
                    group.Key.Group,
                    group.Key.Segment,
                    group.Select(value => value.Mpan).Distinct().Count(),
                    group.Where(value => value.Actual).Sum(value => value.WattHours),
                    group.Where(value => !value.Actual).Sum(value => value.WattHours),
                    group.Count()
                )),
        ];
    }
}
