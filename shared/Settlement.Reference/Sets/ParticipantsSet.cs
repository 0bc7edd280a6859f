using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>Who takes part in the market.</summary>
internal sealed class ParticipantsSet() : ReferenceSet<Participant>("participants", "id", "name", "role")
{
    private protected override IReadOnlyList<UniqueRule<Participant>> Rules { get; } =
    [new("id", row => row.Id, row => $"participant {row.Id}")];

    private protected override Participant Read(RowReader row) =>
        new(row.Identifier("id"), row.Name("name"), row.Choice<ParticipantRole>("role"), row.InForce());

    private protected override DayRange InForce(Participant row) => row.InForce;

    private protected override string[] Cells(Participant row) => [row.Id, row.Name, row.Role.Text()];
}
