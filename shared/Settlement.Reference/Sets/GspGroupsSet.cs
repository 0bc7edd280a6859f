using Settlement.Domain.Reference;
using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>The GSP Groups and their transmission loss zones.</summary>
internal sealed class GspGroupsSet() : ReferenceSet<GspGroup>("gsp-groups", "id", "name", "zone")
{
    private protected override IReadOnlyList<UniqueRule<GspGroup>> Rules { get; } =
    [new("id", row => row.Id, row => $"GSP Group {row.Id}")];

    private protected override GspGroup Read(RowReader row) => new(row.Code("id"), row.Name("name"), row.Code("zone"), row.InForce());

    private protected override DayRange InForce(GspGroup row) => row.InForce;

    private protected override string[] Cells(GspGroup row) => [row.Id, row.Name, row.Zone];
}
