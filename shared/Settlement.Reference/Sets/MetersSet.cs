using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>The registered meters, where they are known one by one.</summary>
internal sealed class MetersSet()
    : ReferenceSet<Meter>("meters", "mpan", "supplier", "gspGroup", "llfc", "segment", "connection", "domestic")
{
    private protected override IReadOnlyList<UniqueRule<Meter>> Rules { get; } =
    [new("mpan", row => row.Mpan.ToString(), row => $"meter {row.Mpan}")];

    private protected override Meter Read(RowReader row) =>
        new(
            row.Mpan("mpan"),
            row.Identifier("supplier"),
            row.Code("gspGroup"),
            row.Code("llfc"),
            row.Choice<MarketSegment>("segment"),
            row.Choice<ConnectionType>("connection"),
            row.YesNo("domestic"),
            row.InForce()
        );

    private protected override DayRange InForce(Meter row) => row.InForce;

    private protected override string[] Cells(Meter row) =>
        [row.Mpan.ToString(), row.Supplier, row.GspGroup, row.Llfc, row.Segment.Text(), row.Connection.Text(), YesNo(row.Domestic)];
}
