using Settlement.Domain;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Runs.Corrections;
using Settlement.Runs.Results;
using Settlement.Runs.Tests.Computation;

namespace Settlement.Runs.Tests.Corrections;

/// <summary>Where a correction factor lies outside its band, those are named who moved most against the same weekday before.</summary>
public sealed class CorrectionSuspectsTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");
    private static readonly ComparedRun WeekBefore = new(SettlementDay.Parse("2026-06-09"), "SF", 1);

    [Fact]
    public async Task Suppliers_stand_by_how_far_their_volumes_moved()
    {
        var before = Period(7, 1m, isOutside: false, ("ALFA", 10m), ("BRAV", 20m), ("GONE", 4m));
        var now = Period(7, 1.3m, isOutside: true, ("ALFA", 11m), ("BRAV", 8m), ("NEWS", 2m));
        var corrections = await CorrectionSuspects.ExplainAsync([now], WeekBefore, _ => new(before));

        var item = Assert.Single(corrections.Items);
        Assert.Equal((7, "_A", 1.3m, 100m, 100m), (item.Period, item.GspGroup, item.Correction, item.TakeBefore, item.Take));
        Assert.Equal(
            [
                new MovedSupplier("BRAV", 20, 8, -12),
                new MovedSupplier("GONE", 4, 0, -4),
                new MovedSupplier("NEWS", 0, 2, 2),
                new MovedSupplier("ALFA", 10, 11, 1),
            ],
            item.Suppliers
        );
    }

    [Fact]
    public async Task The_list_is_bounded_and_starts_with_what_is_farthest_from_1()
    {
        var periods = Enumerable
            .Range(1, 48)
            .Select(period =>
                Period(
                    period,
                    period % 2 == 0 ? 1.1m + (period / 100m) : 1m,
                    isOutside: period % 2 == 0,
                    [.. Enumerable.Range(0, 9).Select(i => ($"S{i:D3}", (decimal)i))]
                )
            )
            .ToList();
        var corrections = await CorrectionSuspects.ExplainAsync(periods, null, _ => throw new InvalidOperationException());

        Assert.Equal(24, corrections.Total);
        Assert.Equal(
            Enumerable.Range(0, CorrectionSuspects.MaxCorrections).Select(i => 48 - (2 * i)),
            corrections.Items.Select(i => i.Period)
        );
        Assert.All(corrections.Items, item => Assert.Equal(CorrectionSuspects.MaxSuppliers, item.Suppliers.Count));
        Assert.All(corrections.Items, item => Assert.Null(item.TakeBefore));
    }

    [Fact]
    public async Task A_run_keeps_them_when_it_ends()
    {
        var market = await ComputedMarket.MakeAsync();
        var run = await market.RunAsync("SF");
        Assert.Equal(RunState.Closed, run.State);
        Assert.Equal(46, run.Warnings.Count(warning => warning.Code == SettlementIssue.CorrectionOutOfRange));

        var corrections = (await market.Results.FindCorrectionsAsync(run.Key, default))!;
        Assert.Equal((46, null), (corrections.Total, corrections.ComparedWith));
        Assert.Equal("ALFA", Assert.Single(corrections.Items[0].Suppliers).Supplier);
    }

    private static PeriodDocument Period(
        int period,
        decimal correction,
        bool isOutside,
        params (string Supplier, decimal Mwh)[] suppliers
    ) =>
        new(
            Day,
            "SF",
            period,
            Day.StartOf(period),
            null,
            [
                new GspGroupResult(
                    "_A",
                    100,
                    false,
                    0,
                    correction,
                    [.. suppliers.Select(supplier => new ComponentResult(supplier.Supplier, 1, supplier.Mwh, supplier.Mwh))],
                    []
                ),
            ],
            [],
            [],
            null,
            null,
            [],
            isOutside ? [new SettlementIssue(SettlementIssue.CorrectionOutOfRange, "_A")] : []
        );
}
