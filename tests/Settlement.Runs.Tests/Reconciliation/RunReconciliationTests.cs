using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Runs.Records;
using Settlement.Runs.Results;
using Settlement.Runs.Tests.Computation;
using Settlement.Runs.Verification;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Runs.Tests.Reconciliation;

public sealed class RunReconciliationTests
{
    private static readonly SettlementDay Day = ComputedMarket.Day;

    [Fact]
    public async Task A_run_is_reconciled_with_the_money_run_before_it_when_it_closes()
    {
        var market = await ComputedMarket.MakeAsync();
        await market.RunAsync("II");
        var sf = await market.RunAsync("SF");
        await ShareAsync(market);
        var rf = await market.RunAsync("RF");

        Assert.Null(await StoredAsync(market, new RunKey(Day, "II", 1)));
        var first = await StoredAsync(market, sf.Key);
        Assert.Equal((null, new ReconciledRun("SF", 1), 0), (first!.From, first.To, first.Days));
        Assert.All(first.Items, item => Assert.Equal((0m, item.ToNet, 0m), (item.FromNet, item.Difference, item.Interest)));
        var second = await StoredAsync(market, rf.Key);
        Assert.Equal((new ReconciledRun("SF", 1), new ReconciledRun("RF", 1)), (second!.From, second.To));
        Assert.Contains(second.Items, item => item.Difference != 0);
        Assert.Equal((0m, 0m), (second.Items.Sum(item => item.Difference), second.Items.Sum(item => item.Interest)));
    }

    [Theory]
    [InlineData("SF,R1", "SF 1")]
    [InlineData("II,R1", "none")]
    [InlineData("SF,R1,R3", "R1 1")]
    [InlineData("RF,SF,R1", "SF 1")]
    [InlineData("SF,R1,D", "R1 1")]
    [InlineData("SF,D,D", "D 1")]
    [InlineData("SF,D,D,DF", "D 2")]
    [InlineData("RF,DF,D", "RF 1")]
    [InlineData("SF,D,R2", "SF 1")]
    public async Task A_run_follows_the_last_before_it_of_the_timetable_then_disputes_then_the_final_dispute(string closed, string expected)
    {
        var market = await ComputedMarket.MakeAsync();
        var last = default(RunRecord);
        foreach (var run in closed.Split(','))
        {
            last = await market.RunAsync(run);
        }
        var earlier = await market.Reconciliation.FindEarlierAsync(last!.Key, default);
        Assert.Equal(expected, earlier is null ? "none" : $"{earlier.Run} {earlier.Attempt}");
    }

    [Fact]
    public async Task What_was_charged_at_the_close_stays_whatever_closes_before_it_afterwards()
    {
        var market = await ComputedMarket.MakeAsync();
        await market.RunAsync("SF");
        var r2 = await market.RunAsync("R2");
        var charged = await BytesAsync(market, r2.Key);
        await ShareAsync(market);
        await market.RunAsync("R1");
        await market.Computation.CloseAsync(await market.AttemptAsync(r2.Key), default);

        Assert.Equal(charged, await BytesAsync(market, r2.Key));
        Assert.Equal("SF", (await StoredAsync(market, r2.Key))!.From!.Run);
        Assert.Equal("R1", (await market.Reconciliation.FindEarlierAsync(r2.Key, default))!.Run);
        Assert.Equal(new VerificationResult(true, null), await market.Verification.VerifyAsync(r2, default));
    }

    [Fact]
    public async Task What_is_repeated_before_the_end_is_recorded_writes_the_same_bytes()
    {
        var market = await ComputedMarket.MakeAsync();
        await market.RunAsync("SF");
        await ShareAsync(market);
        var r1 = await market.RunAsync("R1");
        var bytes = await BytesAsync(market, r1.Key);

        // As if the process had died before the record was ended.
        var row = (await market.Ledger.Store.ReadAsync("runs", "runs", $"{Day}-R1", default))!;
        await market.Ledger.Store.WriteAsync(
            "runs",
            "runs",
            [TableWrite.Put(row.Row, LedgerJson.Write(r1 with { State = RunState.Running, Ended = null }))],
            default
        );
        await market.Ledger.Store.WriteAsync(
            "results",
            ComputedMarket.ResultsOf(r1.Key),
            [TableWrite.Delete("reconciliation-00")],
            default
        );
        await market.Computation.CloseAsync(await market.AttemptAsync(r1.Key), default);
        Assert.Equal(bytes, await BytesAsync(market, r1.Key));
    }

    [Fact]
    public async Task An_inexact_run_charges_nothing_and_is_passed_over()
    {
        var market = await ComputedMarket.MakeAsync(withoutPriceOf: 7);
        var sf = await market.RunAsync("SF");
        Assert.Null(await StoredAsync(market, sf.Key));
        Assert.Null(await market.Reconciliation.FindClosedAsync(Day, "SF", default));

        await market.Ledger.MarketAsync(0, MessageText.Market("systemPrice").With("day", $"\"{Day}\"").With("period", "7").ToString());
        var r1 = await market.RunAsync("R1");
        Assert.Null((await StoredAsync(market, r1.Key))!.From);
    }

    [Fact]
    public async Task A_changed_charge_is_a_difference_and_sums_that_are_gone_are_named()
    {
        var market = await ComputedMarket.MakeAsync();
        var sf = await market.RunAsync("SF");
        var r1 = await market.RunAsync("R1");
        Assert.Equal(new VerificationResult(true, null), await market.Verification.VerifyAsync(r1, default));

        var stored = (await StoredAsync(market, r1.Key))!;
        await market.Results.WriteReconciliationAsync(
            r1.Key,
            stored with
            {
                Items = [stored.Items[0] with { Interest = 1 }, .. stored.Items.Skip(1)],
            },
            default
        );
        Assert.StartsWith(
            "The reconciliation differs from byte ",
            (await market.Verification.VerifyAsync(r1, default)).Difference,
            StringComparison.Ordinal
        );

        await market.Ledger.Store.WriteAsync("results", ComputedMarket.ResultsOf(sf.Key), [TableWrite.Delete("summary-00")], default);
        var gone = await Assert.ThrowsAsync<RunDataGoneException>(async () => await market.Reconciliation.CompareAsync(r1, sf, default));
        Assert.StartsWith("The sums of run SF of 2026-03-29 (attempt 1) are missing", gone.Message, StringComparison.Ordinal);
    }

    /// <summary>Another supplier's meter reports, so that the take is shared otherwise.</summary>
    private static async Task ShareAsync(ComputedMarket market) =>
        await market.Ledger.ReadingsAsync(
            0,
            ComputedMarket.Reading().With("mpan", $"\"{Meters.Mpan(1)}\"").With("supplier", "\"BRAV\"").With("kwh", "[700,300]").ToString()
        );

    private static async Task<string?> BytesAsync(ComputedMarket market, RunKey key) =>
        await market.Results.FindReconciliationAsync(key, default) is { } bytes ? Convert.ToHexString(bytes.Span) : null;

    private static async Task<ReconciliationDocument?> StoredAsync(ComputedMarket market, RunKey key) =>
        await market.Results.FindReconciliationAsync(key, default) is { } bytes
            ? LedgerJson.Read<ReconciliationDocument>(bytes.Span)
            : null;
}
