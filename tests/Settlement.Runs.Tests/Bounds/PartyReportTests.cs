using Settlement.Runs.Results;
using Settlement.Runs.Tests.Computation;
using Settlement.Storage;

namespace Settlement.Runs.Tests.Bounds;

/// <summary>The report of a party reads the party's rows, not the market's periods.</summary>
public sealed class PartyReportTests
{
    private const string Party = "ALFA";

    [Fact]
    public async Task A_party_costs_two_requests_and_has_what_the_periods_have()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        var store = new CountingStore(market.Ledger.Store);

        var rows = await new PartyReport(new ResultStore(store)).FindAsync(run, Party, default);

        Assert.Equal(2, store.Requests);
        Assert.Equal(Enumerable.Range(1, ComputedMarket.Day.Periods), rows!.Select(row => row.Period));
        foreach (var row in rows!)
        {
            var period = await market.Results.ReadPeriodAsync(run.Key, row.Period, default);
            Assert.Equivalent(period.Parties!.Single(party => party.Party == Party), row.Result, strict: true);
        }
    }

    [Fact]
    public async Task A_run_from_before_has_the_same_rows_by_its_periods()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        var report = new PartyReport(market.Results);
        var kept = await report.FindAsync(run, Party, default);
        await market.Ledger.Store.DeleteAsync("results", ComputedMarket.ResultsOf(run.Key), RowRange.Prefix("part"), default);

        Assert.Null(await market.Results.FindPartiesAsync(run.Key, default));
        Assert.Equivalent(kept, await report.FindAsync(run, Party, default), strict: true);
        Assert.Null(await report.FindAsync(run, "NONE", default));
        Assert.True((await market.Verification.VerifyAsync(run, default)).Equal);
    }

    [Fact]
    public async Task An_unknown_party_has_nothing()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        Assert.Null(await new PartyReport(market.Results).FindAsync(run, "NONE", default));
    }

    [Fact]
    public async Task Without_figures_every_party_has_no_rows()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        await market.Results.WritePartiesAsync(run.Key, [], default);
        Assert.Empty((await new PartyReport(market.Results).FindAsync(run, "NONE", default))!);
    }
}
