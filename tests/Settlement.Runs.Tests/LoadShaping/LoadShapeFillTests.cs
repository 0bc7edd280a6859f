using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Runs.LoadShaping;
using Settlement.Runs.Records;
using Settlement.Runs.Results;
using Settlement.Runs.Tests.Computation;
using Settlement.Runs.Verification;

namespace Settlement.Runs.Tests.LoadShaping;

/// <summary>What registered meters have not sent is filled in a run where that is asked for, and nowhere else.</summary>
public sealed class LoadShapeFillTests
{
    private const string Header = "mpan,supplier,gspGroup,llfc,segment,connection,domestic\n";

    [Fact]
    public async Task A_registered_meter_that_has_not_reported_gets_the_mean_of_its_category_as_an_estimate_of_the_run()
    {
        var market = await MakeAsync("fillMissing,1\nloadShapeMinimum,2", Registered(0), Registered(1), Registered(2));
        await market.Ledger.ReadingsAsync(
            0,
            ComputedMarket.Reading().With("mpan", $"\"{Meters.Mpan(1)}\"").With("kwh", "[3000]").ToString()
        );
        var before = await ReadingsAsync(market);
        var run = await market.RunAsync("SF");

        // Meter 0 has sent 1,000 kWh in every period; meter 1 only 3,000 kWh in period 1, where the mean is 2,000.
        Assert.Equal(new FilledValues(Quality.E6, 1, 1, 2m, (45 * 2)), await market.Results.FindFilledAsync(run.Key, default));
        Assert.Equal([("A", 4_000_000L), ("E", 2_000_000L)], await PeriodAsync(market, run, 1));
        Assert.Equal([("A", 1_000_000L)], await PeriodAsync(market, run, 2));
        Assert.Equal(new VerificationResult(true, null), await market.Verification.VerifyAsync(run, default));
        Assert.Equal(before, await ReadingsAsync(market));
    }

    [Fact]
    public async Task Nothing_is_filled_without_the_parameter_or_without_registered_meters()
    {
        var off = await MakeAsync("fillMissing,0\nloadShapeMinimum,1", Registered(1));
        var run = await off.RunAsync("SF");
        Assert.Null(await off.Results.FindFilledAsync(run.Key, default));
        Assert.Equal([("A", 1_000_000L)], await PeriodAsync(off, run, 1));

        var none = await MakeAsync("fillMissing,1\nloadShapeMinimum,1");
        Assert.Null(await none.Results.FindFilledAsync((await none.RunAsync("SF")).Key, default));
    }

    [Fact]
    public async Task Load_shapes_are_kept_with_the_run_and_their_sums_with_the_best_run_of_the_day()
    {
        var market = await MakeAsync("loadShapeMinimum,1");
        var report = new LoadShapeReport(market.Runs, market.Results, market.LoadShapes);
        Assert.Null(await report.FindAsync(ComputedMarket.Day, default));
        await market.RunAsync("SF");
        var (run, items) = (await report.FindAsync(ComputedMarket.Day, default))!.Value;

        var shape = Assert.Single(items);
        Assert.Equal(("SF", "_A", "W", 46_000m), (run, shape.Shape.GspGroup, shape.Shape.Connection, shape.Shape.DayTotal));
        Assert.All(shape.Shape.Periods, period => Assert.Equal(new LoadShapePeriod(period.Period, 1000m, 1, null), period));
        Assert.Equal(new RollingTotals(null, null), shape.Rolling);
    }

    [Fact]
    public async Task Sums_over_a_week_and_a_year_are_there_when_every_day_is_and_a_lesser_run_does_not_replace_them()
    {
        var market = await MakeAsync("loadShapeMinimum,1");
        await market.RunAsync("SF");
        var shapes = (await market.Results.FindLoadShapesAsync(new RunKey(ComputedMarket.Day, "SF", 1), default))!;
        for (var before = 1; before < 365; before++)
        {
            await market.LoadShapes.WriteAsync(Of(before, 10), default);
        }
        await market.LoadShapes.WriteAsync(Of(3, 1_000) with { Run = "II" }, default);
        var (_, items) = (
            await new LoadShapeReport(market.Runs, market.Results, market.LoadShapes).FindAsync(ComputedMarket.Day, default)
        )!.Value;

        Assert.Equal(new RollingTotals(46_060m, 49_640m), Assert.Single(items).Rolling);

        LoadShapeDocument Of(int before, decimal total) =>
            new(SettlementDay.FromNumber(ComputedMarket.Day.Number - before), "SF", [shapes.Items[0] with { DayTotal = total }]);
    }

    private static string Registered(int meter) => $"{Meters.Mpan(meter)},ALFA,_A,W01,smart,W,no\n";

    private static async Task<ComputedMarket> MakeAsync(string parameters, params string[] meters)
    {
        var market = await ComputedMarket.MakeAsync();
        await market.Ledger.References.ReplaceAsync(
            new Dictionary<string, string> { ["parameters"] = $"name,value\n{parameters}\n", ["meters"] = Header + string.Concat(meters) }
        );
        return market;
    }

    /// <summary>What the run settled a period from, by quality class, in Wh.</summary>
    private static async Task<List<(string, long)>> PeriodAsync(ComputedMarket market, RunRecord run, int period) =>
        [
            .. (await market.Results.ReadInputsAsync(run.Key, period, default))
                .Totals.CellsInPeriod(period)
                .GroupBy(total => total.Quality.Text())
                .OrderBy(total => total.Key, StringComparer.Ordinal)
                .Select(total => (total.Key, total.Sum(each => each.WattHours))),
        ];

    private static async Task<string> ReadingsAsync(ComputedMarket market) =>
        LedgerText.Totals(
            await market.Ledger.DayFold.FoldFromReadingsAsync(ComputedMarket.Day, await market.Ledger.CutAsync(), 0, 1, default)
        );
}
