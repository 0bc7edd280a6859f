using System.Globalization;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>How many meters are expected to report.</summary>
internal sealed class RegistrationsSet() : ReferenceSet<Registration>("registrations", "supplier", "gspGroup", "segment", "meters")
{
    private protected override IReadOnlyList<UniqueRule<Registration>> Rules { get; } =
    [
        new(
            "supplier",
            row => $"{row.Supplier}\0{row.GspGroup}\0{row.Segment}",
            row => $"{row.Supplier} in {row.GspGroup}, {row.Segment.Text()}"
        ),
    ];

    private protected override Registration Read(RowReader row) =>
        new(
            row.Identifier("supplier"),
            row.Code("gspGroup"),
            row.Choice<MarketSegment>("segment"),
            row.Integer("meters", 0, int.MaxValue),
            row.InForce()
        );

    private protected override DayRange InForce(Registration row) => row.InForce;

    private protected override string[] Cells(Registration row) =>
        [row.Supplier, row.GspGroup, row.Segment.Text(), row.Meters.ToString(CultureInfo.InvariantCulture)];
}
