using System.Globalization;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>The consumption component classes and their correction weights.</summary>
internal sealed class ComponentsSet()
    : ReferenceSet<Component>("components", "id", "flow", "segment", "connection", "domestic", "quality", "losses", "weight")
{
    private const int WeightDecimals = 9;

    private protected override IReadOnlyList<UniqueRule<Component>> Rules { get; } =
    [new("id", row => row.Id.ToString(CultureInfo.InvariantCulture), row => $"component {row.Id}")];

    private protected override Component Read(RowReader row) =>
        new(
            row.Integer("id", 0, int.MaxValue),
            row.OptionalChoice<Flow>("flow"),
            row.OptionalChoice<MarketSegment>("segment"),
            row.OptionalChoice<ConnectionType>("connection"),
            row.OptionalYesNo("domestic"),
            row.OptionalChoice<QualityClass>("quality"),
            row.YesNo("losses"),
            row.Text("weight").Length == 0 ? 0m : row.Number("weight", WeightDecimals),
            row.InForce()
        );

    private protected override DayRange InForce(Component row) => row.InForce;

    private protected override string[] Cells(Component row) =>
        [
            row.Id.ToString(CultureInfo.InvariantCulture),
            row.Flow?.Text() ?? string.Empty,
            row.Segment?.Text() ?? string.Empty,
            row.Connection?.Text() ?? string.Empty,
            YesNo(row.Domestic),
            row.Quality?.Text() ?? string.Empty,
            YesNo(row.Losses),
            row.Weight.ToString(CultureInfo.InvariantCulture),
        ];
}
