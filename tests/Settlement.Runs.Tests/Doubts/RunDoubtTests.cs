using Settlement.Domain.Market;
using Settlement.Ledger.Doubts;
using Settlement.Ledger.Folding;
using Settlement.Runs.Doubts;
using Settlement.Runs.Reconciliation;
using Settlement.Runs.Records;
using Settlement.Runs.Tests.Computation;
using Settlement.Runs.Verification;

namespace Settlement.Runs.Tests.Doubts;

/// <summary>What runs say of doubtful values, and that a release is part of a cut like everything else.</summary>
public sealed class RunDoubtTests
{
    [Fact]
    public async Task A_run_that_uses_a_doubtful_value_warns_of_it_by_supplier_and_closes()
    {
        var market = await MakeAsync();
        await SendAsync(market, "[60,61,1]");
        var run = await market.RunAsync("SF");
        Assert.Equal(RunState.Closed, run.State);
        Assert.Contains(new RunReason(DoubtCodes.ImplausibleValue, "BRAV", null) { Count = 2 }, run.Warnings);

        await SendAsync(market, "[1,1]");
        Assert.DoesNotContain((await market.RunAsync("R1")).Warnings, warning => warning.Count is not null);
    }

    [Fact]
    public async Task A_value_that_waits_is_in_the_figures_of_the_runs_after_its_release_alone()
    {
        var market = await MakeAsync("quarantineImplausible,1");
        await SendAsync(market, "[60,1]");
        var before = await market.RunAsync("SF");
        Assert.Contains(new RunReason(DoubtCodes.Quarantined, "BRAV", null) { Count = 1 }, before.Warnings);

        var waiting = Assert.Single(await market.Ledger.DoubtsAsync(ComputedMarket.Day));
        await market.Ledger.ReleaseAsync(0, waiting.Doubt.Id);
        var after = await market.RunAsync("R1");
        Assert.Contains(new RunReason(DoubtCodes.ImplausibleValue, "BRAV", null) { Count = 1 }, after.Warnings);
        Assert.DoesNotContain(after.Warnings, warning => warning.Code == DoubtCodes.Quarantined);

        Assert.Equal(60m * 1.05m / 1000, await UncorrectedAsync(market, after) - await UncorrectedAsync(market, before));
        Assert.Equal(new VerificationResult(true, null), await market.Verification.VerifyAsync(before, default));
        Assert.Equal(new VerificationResult(true, null), await market.Verification.VerifyAsync(after, default));
    }

    [Fact]
    public async Task What_a_release_moved_between_two_runs_is_late_data_in_full()
    {
        var market = await MakeAsync("quarantineImplausible,1");
        await SendAsync(market, "[60,1]");
        var before = await market.RunAsync("SF");
        await market.Ledger.ReleaseAsync(0, (await market.Ledger.DoubtsAsync(ComputedMarket.Day))[0].Doubt.Id);
        var after = await market.RunAsync("R1");

        var reader = new LedgerReader(market.Ledger.Store, market.Ledger.Heads);
        var changes = await new MovementFold(reader).FoldAsync(ComputedMarket.Day, before.Cut!, after.Cut!, 0, 1, default);
        Assert.Equal([60_000L], changes.Late.CellsInPeriod(1).Select(total => total.WattHours));
        Assert.Empty(changes.Other.CellsInPeriod(1));
        Assert.Empty(changes.Late.CellsInPeriod(2));
    }

    [Fact]
    public async Task Import_and_export_of_one_meter_are_told_by_the_run_and_listed_by_meter()
    {
        var market = await MakeAsync();
        await SendAsync(market, "[1,2,3]");
        await SendAsync(market, "[5,5]", "export");
        var run = await market.RunAsync("SF");
        Assert.Contains(new RunReason(DoubtCodes.FlowChanged, "BRAV", null) { Count = 1 }, run.Warnings);

        var flows = new FlowChanges(new LedgerReader(market.Ledger.Store, market.Ledger.Heads));
        var page = await flows.PageAsync(ComputedMarket.Day, run.Cut!, MeterCursor.Start, 10, default);
        var change = Assert.Single(page.Items);
        Assert.Equal(
            (Meters.Mpan(1), 1, 2, Flow.Export, Flow.Import),
            (change.Mpan.ToString(), change.Period, change.Periods, change.Winner.Flow, change.Loser.Flow)
        );
    }

    private static async Task<ComputedMarket> MakeAsync(params string[] parameters)
    {
        var market = await ComputedMarket.MakeAsync();
        await market.Ledger.SetAsync(["plausibleKwhW,50", .. parameters]);
        return market;
    }

    private static async Task SendAsync(ComputedMarket market, string kwh, string flow = "import") =>
        await market.Ledger.ReadingsAsync(
            0,
            ComputedMarket
                .Reading()
                .With("mpan", $"\"{Meters.Mpan(1)}\"")
                .With("supplier", "\"BRAV\"")
                .With("kwh", kwh)
                .With("flow", $"\"{flow}\"")
                .ToString()
        );

    private static async Task<decimal> UncorrectedAsync(ComputedMarket market, RunRecord run) =>
        (await market.Results.FindSummaryAsync(run.Key, default))!.GspGroups.Sum(group => group.Uncorrected);
}
