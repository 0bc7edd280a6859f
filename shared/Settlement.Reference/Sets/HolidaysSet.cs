using Settlement.Domain.Reference;
using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>The days that are no working days though they are no Saturday or Sunday.</summary>
internal sealed class HolidaysSet() : ReferenceSet<Holiday>("holidays", "day", "name")
{
    private protected override IReadOnlyList<UniqueRule<Holiday>> Rules { get; } =
    [new("day", row => row.Day.ToString(), row => $"holiday {row.Day}")];

    private protected override Holiday Read(RowReader row) => new(row.Day("day"), row.Name("name"), row.InForce());

    private protected override DayRange InForce(Holiday row) => row.InForce;

    private protected override string[] Cells(Holiday row) => [row.Day.ToString(), row.Name];
}
