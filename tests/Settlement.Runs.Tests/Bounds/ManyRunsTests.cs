using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Runs.Records;
using Settlement.Runs.Tests.Computation;
using Settlement.Runs.Verification;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Runs.Tests.Bounds;

/// <summary>With 100,000 runs on record a list costs as many requests as with a few.</summary>
public sealed class ManyRunsTests
{
    private const int Days = 14_286;

    private static readonly string[] Codes = ["DF", "II", "R1", "R2", "R3", "RF", "SF"];
    private static readonly SettlementDay Last = SettlementDay.Parse("2026-06-30");

    [Fact]
    public async Task The_latest_runs_are_found_without_reading_the_others()
    {
        var store = await ManyAsync();

        var latest = await new RunStore(store, new FakeTimeProvider(At("2026-07-01"))).ListLatestAsync(200, default);

        Assert.Equal(
            Enumerable
                .Range(0, 200)
                .Select(i => (new SettlementDay(Last.Date.PlusDays(-(i / Codes.Length))), Codes[^((i % Codes.Length) + 1)])),
            latest.Select(run => (run.Day, run.Run))
        );
        Assert.InRange(store.Requests, 1, 20);
        Assert.InRange(store.Entities, 200, 700);
    }

    [Theory]
    [InlineData("1970-01-01")]
    [InlineData("2026-07-01")]
    [InlineData("2090-01-01")]
    public async Task Whatever_the_time_the_latest_runs_are_found(string now)
    {
        var store = await ManyAsync();

        var latest = await new RunStore(store, new FakeTimeProvider(At(now))).ListLatestAsync(10, default);

        Assert.Equal((Last, 10), (latest[0].Day, latest.Count));
        Assert.InRange(store.Requests, 1, 50);
    }

    [Fact]
    public async Task Few_runs_are_all_listed()
    {
        var store = new InMemoryTableStore();
        var runs = new RunStore(store, new FakeTimeProvider(Decoding.Noon));
        Assert.Empty(await runs.ListLatestAsync(200, default));
        await runs.BeginAsync(Last, "SF", null, default);
        await runs.BeginAsync(SettlementDay.Parse("1999-01-01"), "DF", null, default);

        Assert.Equal(["SF", "DF"], (await runs.ListLatestAsync(200, default)).Select(run => run.Run));
    }

    [Fact]
    public async Task A_look_for_runs_to_check_is_bounded_and_goes_on_where_the_last_one_ended()
    {
        var store = await ManyAsync();
        var checks = new RunCheckStore(store);
        var check = new LedgerCheck(
            new RunStore(store, new FakeTimeProvider(Decoding.Noon)),
            null!,
            checks,
            new FakeTimeProvider(Decoding.Noon)
        );
        var seen = new HashSet<RunKey>();
        for (var hour = 0; hour < 10; hour++)
        {
            store.Requests = 0;
            var next = await check.NextAsync(2, default);
            Assert.Equal(2, next.Count);

            // None of them is ever checked, as if each of them threw: the next two come all the same.
            Assert.All(next, run => Assert.True(seen.Add(run.Key)));
            Assert.InRange(store.Requests, 1, 5);
        }
    }

    [Fact]
    public async Task Where_all_are_checked_a_look_is_bounded_too()
    {
        var store = await ManyAsync(state: RunState.Inexact);
        var check = new LedgerCheck(
            new RunStore(store, new FakeTimeProvider(Decoding.Noon)),
            null!,
            new RunCheckStore(store),
            new FakeTimeProvider(Decoding.Noon)
        );

        Assert.Empty(await check.NextAsync(2, default));

        Assert.InRange(store.Requests, 1, 30);
        Assert.InRange(store.Entities, 1, 10_001);
    }

    [Fact]
    public async Task A_run_that_is_alone_and_cannot_be_checked_comes_again_each_time()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("RF");
        var check = new LedgerCheck(
            market.Runs,
            market.Verification,
            new RunCheckStore(market.Ledger.Store),
            new FakeTimeProvider(Decoding.Noon)
        );
        for (var hour = 0; hour < 3; hour++)
        {
            Assert.Equal(run.Key, Assert.Single(await check.NextAsync(2, default)).Key);
        }
    }

    private static DateTimeOffset At(string day) =>
        DateTimeOffset.Parse($"{day}T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<CountingStore> ManyAsync(RunState state = RunState.Closed)
    {
        var store = new InMemoryTableStore();
        var writes = new List<TableWrite>();
        for (var i = 0; i < Days; i++)
        {
            var day = new SettlementDay(Last.Date.PlusDays(-i));
            foreach (var code in Codes)
            {
                var record = new RunRecord(
                    day,
                    code,
                    1,
                    state,
                    Instant.FromDateTimeOffset(Decoding.Noon),
                    null,
                    null,
                    [],
                    null,
                    "1",
                    [],
                    [],
                    null
                );
                writes.Add(TableWrite.Insert($"{day}-{code}", LedgerJson.Write(record)));
            }
        }

        await store.WriteAllAsync("runs", "runs", writes, default);
        return new CountingStore(store);
    }
}
