using Settlement.Domain.Allocation;
using Settlement.Domain.LoadShaping;
using Settlement.Domain.Market;

namespace Settlement.Domain.Tests.LoadShaping;

/// <summary>A load shape is the mean of actual values, and says what stands in for it.</summary>
public sealed class LoadShapesTests
{
    private static readonly SettlementCell Home = new(
        "_A",
        "ALFA",
        Flow.Import,
        MarketSegment.Smart,
        ConnectionType.WholeCurrent,
        true,
        10,
        "W01"
    );

    [Fact]
    public void It_is_the_mean_of_all_suppliers_actual_values_in_whole_watt_hours()
    {
        var shapes = Calculate(
            2,
            (1, Home, QualityClass.Actual, 100, 2),
            (1, Home with { Supplier = "BRAV", Llfc = "W02" }, QualityClass.Actual, 25, 1),
            (1, Home, QualityClass.Estimated, 9_999, 9)
        );

        // 125 / 3, and half a watt-hour goes away from zero.
        Assert.Equal(new LoadShapeValue(42, 3, LoadShapeSource.Own), shapes.GetValue(LoadShapeCategory.FromCell(Home), 1));
        Assert.Equal(
            new LoadShapeValue(3, 2, LoadShapeSource.Own),
            Calculate(2, (1, Home, QualityClass.Actual, 5, 2)).GetValue(LoadShapeCategory.FromCell(Home), 1)
        );
        Assert.Equal([LoadShapeCategory.FromCell(Home)], shapes.Categories);
    }

    [Fact]
    public void Where_a_category_has_too_few_the_next_wider_one_that_has_enough_stands_in()
    {
        var (other, far) = (Home with { Domestic = false }, Home with { GspGroup = "_B" });
        var shapes = Calculate(
            4,
            (1, Home, QualityClass.Actual, 30, 3),
            (1, other, QualityClass.Actual, 50, 1),
            (1, far, QualityClass.Actual, 900, 9),
            (2, Home, QualityClass.Actual, 30, 3),
            (2, far, QualityClass.Actual, 90, 1),
            (3, Home, QualityClass.Actual, 30, 3)
        );
        var category = LoadShapeCategory.FromCell(Home);

        Assert.Equal(new LoadShapeValue(20, 3, LoadShapeSource.AllPremises), shapes.GetValue(category, 1));
        Assert.Equal(new LoadShapeValue(30, 3, LoadShapeSource.AllGspGroups), shapes.GetValue(category, 2));
        Assert.Equal(new LoadShapeValue(0, 3, LoadShapeSource.None), shapes.GetValue(category, 3));
        Assert.Equal(new LoadShapeValue(0, 0, LoadShapeSource.None), shapes.GetValue(category with { Flow = Flow.Export }, 1));
        Assert.Equal(
            new LoadShapeValue(930 / 12 + 1, 0, LoadShapeSource.AllGspGroups),
            shapes.GetValue(category with { GspGroup = "_C" }, 1)
        );
    }

    [Fact]
    public void Categories_come_in_their_order()
    {
        var shapes = Calculate(
            1,
            (1, Home with { GspGroup = "_B" }, QualityClass.Actual, 1, 1),
            (1, Home, QualityClass.Actual, 1, 1),
            (1, Home with { Domestic = false }, QualityClass.Actual, 1, 1)
        );
        Assert.Equal(
            [("_A", false), ("_A", true), ("_B", true)],
            shapes.Categories.Select(category => (category.GspGroup, category.Domestic))
        );
    }

    private static LoadShapes Calculate(
        long fewest,
        params (int Period, SettlementCell Cell, QualityClass Quality, long WattHours, long Values)[] totals
    ) =>
        LoadShapes.Calculate(
            totals.Select(total => (total.Period, new CellTotal(total.Cell, total.Quality, total.WattHours, total.Values))),
            fewest
        );
}
