using System.Globalization;
using Settlement.Domain.Reference;
using Settlement.Reference.Csv;

namespace Settlement.Reference.Sets;

/// <summary>When each run falls due.</summary>
internal sealed class TimetableSet() : ReferenceSet<RunTiming>("timetable", "run", "workingDays")
{
    /// <summary>Four years; after half of them not even a dispute run follows.</summary>
    private const int MaxWorkingDays = 1_000;

    private protected override IReadOnlyList<UniqueRule<RunTiming>> Rules { get; } = [new("run", row => row.Run, row => $"run {row.Run}")];

    private protected override RunTiming Read(RowReader row) =>
        new(row.Run("run"), row.Integer("workingDays", 0, MaxWorkingDays), row.InForce());

    private protected override DayRange InForce(RunTiming row) => row.InForce;

    private protected override string[] Cells(RunTiming row) => [row.Run, row.WorkingDays.ToString(CultureInfo.InvariantCulture)];
}
