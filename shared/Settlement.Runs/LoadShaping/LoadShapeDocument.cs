using Settlement.Domain;
using Settlement.Domain.Calendar;
using Settlement.Domain.LoadShaping;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Ledger.Blocks;

namespace Settlement.Runs.LoadShaping;

/// <summary>A load shape's value of a period as it is published.</summary>
/// <param name="Period">The Settlement Period.</param>
/// <param name="Kwh">The mean of actual values, kWh with three decimals at most; null where there are too few anywhere.</param>
/// <param name="Count">How many actual values the category has.</param>
/// <param name="Default">Whose mean stands in for too few of its own: <c>all-premises</c>, <c>all-gsp-groups</c> or <c>none</c>; null for its own.</param>
public sealed record LoadShapePeriod(int Period, decimal? Kwh, long Count, string? Default);

/// <summary>The load shape of a category on a Settlement Day, as a run made it.</summary>
/// <param name="GspGroup">The GSP Group.</param>
/// <param name="Segment">The market segment.</param>
/// <param name="Connection">The connection type.</param>
/// <param name="Domestic">Whether the premises are domestic.</param>
/// <param name="Flow">Import or export; export is positive here.</param>
/// <param name="DayTotal">The sum over the day, kWh; null where a period has no value.</param>
/// <param name="Periods">The values.</param>
public sealed record LoadShapeRow(
    string GspGroup,
    MarketSegment Segment,
    string Connection,
    bool Domestic,
    Flow Flow,
    decimal? DayTotal,
    IReadOnlyList<LoadShapePeriod> Periods
)
{
    /// <summary>What tells it from the others of its day.</summary>
    internal string Name => $"{GspGroup} {Segment.Text()} {Connection} {(Domestic ? "domestic" : "other")} {Flow.Text()}";
}

/// <summary>The load shapes that a run made.</summary>
/// <param name="Day">The Settlement Day.</param>
/// <param name="Run">The run code.</param>
/// <param name="Items">By category.</param>
public sealed record LoadShapeDocument(SettlementDay Day, string Run, IReadOnlyList<LoadShapeRow> Items)
{
    /// <summary>The shapes of a day's totals.</summary>
    public static LoadShapeDocument Create(string run, MarketDay reference, DayTotals totals)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var shapes = LoadShapeFill.ShapesOf(reference, totals);
        return new LoadShapeDocument(
            reference.Day,
            run,
            [.. shapes.Categories.Select(category => RowOf(category, shapes, reference.Day.Periods))]
        );
    }

    private static LoadShapeRow RowOf(LoadShapeCategory category, LoadShapes shapes, int periods)
    {
        var values = Enumerable.Range(1, periods).Select(period => (Period: period, Value: shapes.GetValue(category, period))).ToList();
        var total = values.All(each => each.Value.Source != LoadShapeSource.None)
            ? values.Sum(each => each.Value.WattHours) * EnergyUnits.KwhPerWattHour
            : (decimal?)null;
        return new LoadShapeRow(
            category.GspGroup,
            category.Segment,
            category.Connection.Text(),
            category.Domestic,
            category.Flow,
            total,
            [
                .. values.Select(each => new LoadShapePeriod(
                    each.Period,
                    each.Value.Source == LoadShapeSource.None ? null : each.Value.WattHours * EnergyUnits.KwhPerWattHour,
                    each.Value.Count,
                    DefaultOf(each.Value.Source)
                )),
            ]
        );
    }

    private static string? DefaultOf(LoadShapeSource source) =>
        source switch
        {
            LoadShapeSource.Own => null,
            LoadShapeSource.AllPremises => "all-premises",
            LoadShapeSource.AllGspGroups => "all-gsp-groups",
            _ => "none",
        };
}
