using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Runs.Tests.Computation;
using Settlement.Runs.Verification;
using Settlement.Storage;

namespace Settlement.Runs.Tests.Checks;

/// <summary>Closed runs are computed again once, and marked with what came of it.</summary>
public sealed class LedgerCheckTests
{
    [Fact]
    public async Task A_final_run_is_checked_once_and_marked_equal()
    {
        var (market, ledger, checks) = await MakeAsync();
        var run = await market.RunAsync("RF");

        Assert.Equal([run.Key], (await ledger.NextAsync(9, default)).Select(next => next.Key));
        var check = await ledger.CheckAsync(run, default);
        Assert.Equal(new RunCheck(Instant.FromDateTimeOffset(Decoding.Noon), true, null), check);
        Assert.Equal(check, await checks.FindAsync(run.Key, default));
        Assert.Equal(check, Assert.Single(await checks.ListAsync(run.Day, default), each => each.Key == ("RF", 1)).Value);
        Assert.Empty(await ledger.NextAsync(9, default));
    }

    [Fact]
    public async Task A_changed_result_is_marked_as_a_difference_that_says_where()
    {
        var (market, ledger, checks) = await MakeAsync();
        var run = await market.RunAsync("RF");
        var row = (await market.RowsAsync("results", ComputedMarket.ResultsOf(run.Key))).Single(entry => entry.Row == "period-05-00");
        var bytes = row.Value[24..].ToArray();
        bytes[200] ^= 1;
        await market.Ledger.Store.WriteAsync("results", ComputedMarket.ResultsOf(run.Key), [TableWrite.Put(row.Row, bytes)], default);

        var check = await ledger.CheckAsync(run, default);
        Assert.False(check.Equal);
        Assert.StartsWith("Period 5 differs from byte 200 on", check.Difference, StringComparison.Ordinal);
        Assert.Equal(check, await checks.FindAsync(run.Key, default));
    }

    [Fact]
    public async Task A_run_whose_readings_are_gone_is_marked_neither_equal_nor_different()
    {
        var (market, ledger, _) = await MakeAsync();
        var run = await market.RunAsync("RF");
        await market.Ledger.Store.DeleteAsync("blocks", $"{ComputedMarket.Day}-0000", RowRange.All, default);

        var check = await ledger.CheckAsync(run, default);
        Assert.Null(check.Equal);
        Assert.Contains("is missing", check.Difference, StringComparison.Ordinal);
        Assert.Empty(await ledger.NextAsync(9, default));
    }

    [Fact]
    public async Task An_inexact_run_is_not_wanted_and_of_the_runs_before_RF_about_one_in_twenty_is()
    {
        var market = await ComputedMarket.MakeAsync(withoutPriceOf: 3);
        Assert.False(LedgerCheck.IsWanted(await market.RunAsync("RF")));

        var closed = (await (await ComputedMarket.MakeAsync()).RunAsync("SF")) with { State = RunState.Closed };
        var wanted = Enumerable
            .Range(0, 2_000)
            .Count(day => LedgerCheck.IsWanted(closed with { Day = SettlementDay.FromNumber(closed.Day.Number + day) }));
        Assert.InRange(wanted, 60, 140);
    }

    private static async Task<(ComputedMarket Market, LedgerCheck Ledger, RunCheckStore Checks)> MakeAsync()
    {
        var market = await ComputedMarket.MakeAsync();
        var checks = new RunCheckStore(market.Ledger.Store);
        return (market, new LedgerCheck(market.Runs, market.Verification, checks, new FakeTimeProvider(Decoding.Noon)), checks);
    }
}
