using Settlement.Domain.Reference;
using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>The distributors by the two digits that begin their MPANs.</summary>
internal sealed class DistributorsSet() : ReferenceSet<Distributor>("distributors", "id", "participant")
{
    private protected override IReadOnlyList<UniqueRule<Distributor>> Rules { get; } =
    [new("id", row => row.Id, row => $"distributor {row.Id}")];

    private protected override Distributor Read(RowReader row) => new(row.Distributor("id"), row.Identifier("participant"), row.InForce());

    private protected override DayRange InForce(Distributor row) => row.InForce;

    private protected override string[] Cells(Distributor row) => [row.Id, row.Participant];
}
