using Microsoft.Extensions.Time.Testing;
using Settlement.Domain.Market;
using Settlement.Domain.Timetable;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Reference;
using Settlement.Runs.Completeness;
using Settlement.Runs.Records;
using Settlement.Runs.Retention;
using Settlement.Runs.Tests.Bounds;
using Settlement.Runs.Tests.Computation;
using Settlement.Runs.Verification;

namespace Settlement.Runs.Tests.Retention;

/// <summary>What a policy lets go is purged, and never a day that a coming run needs.</summary>
public sealed class LedgerRetentionTests
{
    private static readonly string[] Timetable = ["II", "SF", "R1", "R2", "R3", "RF"];
    private static readonly string Blocks = $"{ComputedMarket.Day}-0000";
    private static readonly Dictionary<string, IReadOnlyList<int>> Partitions = new() { [Hubs.Readings] = [0, 1], [Hubs.Market] = [0] };

    private readonly FakeTimeProvider _clock = new(Decoding.Noon);

    [Fact]
    public async Task Readings_go_after_their_months_and_results_after_theirs_and_verification_says_so()
    {
        var market = await SettledAsync(Timetable);
        var run = (await market.Runs.FindAsync(ComputedMarket.Day, "SF", default))!;
        await market.Completeness.CountAsync(CompletenessKey.ForRun(run), run.Cut!, 0, run.FoldGroups, default);
        Assert.Empty((await ApplyAsync(market, "2028-08-28")).Days);
        Assert.Equal(new VerificationResult(true, null), await market.Verification.VerifyAsync(run, default));
        Assert.Equal(46, (await LiveAsync(market)).Totals.Suppliers.Values.Sum(sum => sum.Values));

        var outcome = await ApplyAsync(market, "2028-08-30");
        Assert.Equal([ComputedMarket.Day], outcome.Days);
        Assert.Empty(await market.RowsAsync("blocks", Blocks));
        Assert.Empty(await market.RowsAsync("market", Blocks));
        await Assert.ThrowsAsync<LedgerDataMissingException>(async () => await LiveAsync(market));
        await Assert.ThrowsAsync<RunDataGoneException>(async () => await market.Verification.VerifyAsync(run, default));
        Assert.NotEmpty(await market.RowsAsync("results", ComputedMarket.ResultsOf(run.Key)));
        Assert.NotEmpty(await market.RowsAsync("completeness", $"{ComputedMarket.Day}"));
        Assert.Empty((await ApplyAsync(market, "2028-08-31")).Days);

        Assert.Equal([ComputedMarket.Day], (await ApplyAsync(market, "2033-03-30")).Results);
        Assert.Empty(await market.RowsAsync("results", ComputedMarket.ResultsOf(run.Key)));
        Assert.Empty(await market.RowsAsync("completeness", $"{ComputedMarket.Day}"));
        Assert.NotNull(await market.Runs.FindAsync(ComputedMarket.Day, "SF", default));
    }

    [Fact]
    public async Task Doubts_go_with_the_readings_of_their_day()
    {
        var market = await ComputedMarket.MakeAsync();
        await market.Ledger.SetAsync("plausibleKwhW,50", "quarantineImplausible,1");
        await market.Ledger.ReadingsAsync(
            0,
            ComputedMarket.Reading().With("kwh", "[60]").ToString(),
            MessageText.Reading().With("kwh", "[60]").ToString()
        );
        var waiting = Assert.Single(await market.Ledger.DoubtsAsync(ComputedMarket.Day)).Doubt.Id;
        foreach (var run in Timetable)
        {
            await market.RunAsync(run);
        }

        Assert.Equal([ComputedMarket.Day], (await ApplyAsync(market, "2028-08-30")).Days);
        Assert.Empty(await market.Ledger.DoubtsAsync(ComputedMarket.Day));
        Assert.Single(await market.Ledger.DoubtsAsync(Domain.Calendar.SettlementDay.Parse("2026-06-16")));
        Assert.Single(await market.RowsAsync("doubts", "days"));
        await market.Ledger.ReleaseAsync(0, waiting);
        Assert.Empty(await market.RowsAsync("blocks", Blocks));
    }

    [Fact]
    public async Task A_day_of_which_a_run_has_not_closed_is_kept_and_told()
    {
        var market = await SettledAsync(Timetable[..^1]);
        var outcome = await ApplyAsync(market, "2029-01-01");
        Assert.Empty(outcome.Days);
        Assert.Equal([ComputedMarket.Day], outcome.Kept);

        var running = await SettledAsync(Timetable);
        await running.Runs.BeginAsync(ComputedMarket.Day, RunType.Dispute.Code, null, default);
        Assert.Equal([ComputedMarket.Day], (await ApplyAsync(running, "2029-01-01")).Kept);
        Assert.NotEmpty(await running.RowsAsync("blocks", Blocks));
    }

    [Fact]
    public async Task The_timetable_that_the_runs_recorded_decides_and_not_one_that_came_later()
    {
        var market = await SettledAsync(Timetable);
        await market.Ledger.References.ReplaceAsync(
            new Dictionary<string, string> { ["timetable"] = DefaultReference.Csv("timetable").TrimEnd() + "\nDF,580,,2027-07-01\n" }
        );

        Assert.Equal([ComputedMarket.Day], (await ApplyAsync(market, "2029-01-01")).Days);
    }

    [Fact]
    public async Task A_day_that_was_kept_is_purged_once_its_last_run_has_closed_though_later_days_were_looked_at()
    {
        var market = await SettledAsync(Timetable[..^1]);
        Assert.Equal([ComputedMarket.Day], (await ApplyAsync(market, "2033-06-01")).Kept);
        Assert.Equal([ComputedMarket.Day], (await ApplyAsync(market, "2033-06-02")).Kept);
        Assert.Equal(RunState.Closed, (await market.RunAsync("RF")).State);

        var outcome = await ApplyAsync(market, "2033-06-03");

        Assert.Empty(outcome.Kept);
        Assert.Equal([ComputedMarket.Day], outcome.Days);
        Assert.Equal([ComputedMarket.Day], outcome.Results);
        Assert.Empty((await ApplyAsync(market, "2033-06-04")).Days);
    }

    [Fact]
    public async Task Days_that_are_done_with_are_not_looked_at_again()
    {
        var market = await SettledAsync(Timetable);
        Assert.Single((await ApplyAsync(market, "2033-06-01")).Results);
        var counting = new CountingStore(market.Ledger.Store);
        var runs = new RunStore(counting, _clock);

        await new LedgerRetention(counting, runs, market.Ledger.References, market.Ledger.Rejects, _clock).ApplyAsync(
            new RetentionPolicy(),
            Partitions,
            31,
            default
        );

        Assert.Equal(0, counting.Entities);
    }

    [Fact]
    public async Task Rejects_go_after_their_months_with_their_marks_and_younger_ones_stay()
    {
        var market = await ComputedMarket.MakeAsync();
        var ledger = market.Ledger;
        await ledger.ReadingsAsync(1, "no json", "[7]");
        await ledger.ReadingsAsync(1, "7");
        Assert.Equal(3, (await ledger.RejectsAsync(Hubs.Readings, 1)).Count);

        Assert.Equal(0, (await ApplyAsync(market, "2027-12-01")).Rejects);
        Assert.Equal(2, (await ApplyAsync(market, "2027-12-02")).Rejects);
        Assert.Empty(await ledger.RejectsAsync(Hubs.Readings, 1));
        await ledger.ReadingsAsync(1, "8");
        Assert.Single(await ledger.RejectsAsync(Hubs.Readings, 1));
    }

    [Theory]
    [InlineData(28, 84, 12)]
    [InlineData(40, 39, 12)]
    [InlineData(29, 84, 0)]
    public async Task A_policy_that_takes_what_may_be_needed_is_refused(int readings, int results, int rejects)
    {
        var market = await SettledAsync(Timetable);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            ApplyAsync(market, "2040-01-01", new RetentionPolicy(readings, results, rejects))
        );
        Assert.NotEmpty(await market.RowsAsync("blocks", Blocks));
    }

    private static async Task<LiveDay> LiveAsync(ComputedMarket market) =>
        await new LiveReader(market.Ledger.Heads, new LedgerReader(market.Ledger.Store, market.Ledger.Heads)).ReadAsync(
            ComputedMarket.Day,
            [0, 1],
            default
        );

    private static async Task<ComputedMarket> SettledAsync(IEnumerable<string> runs)
    {
        var market = await ComputedMarket.MakeAsync();
        foreach (var run in runs)
        {
            Assert.Equal(RunState.Closed, (await market.RunAsync(run)).State);
        }
        return market;
    }

    private async Task<RetentionOutcome> ApplyAsync(ComputedMarket market, string today, RetentionPolicy? policy = null)
    {
        _clock.SetUtcNow(DateTimeOffset.Parse($"{today}T13:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        var ledger = market.Ledger;
        return await new LedgerRetention(ledger.Store, market.Runs, ledger.References, ledger.Rejects, _clock).ApplyAsync(
            policy ?? new RetentionPolicy(),
            Partitions,
            31,
            default
        );
    }
}
