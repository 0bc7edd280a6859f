using Settlement.Domain.Calendar;
using Settlement.Domain.Reference;

namespace Settlement.Domain.Timetable;

/// <summary>
/// When Settlement Runs fall due: so many working days after the Settlement Day, by the timetable and the bank holidays in force on
/// that day. A day's runs stand in timetable order: by working days, then by code.
/// </summary>
public static class RunCalendar
{
    /// <summary>The runs of a Settlement Day, in timetable order.</summary>
    public static IEnumerable<DueRun> ListDueRuns(ReferenceData reference, SettlementDay day)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var rules = reference.RulesOn(day);
        return rules
            .Timetable.OrderBy(run => run.Value)
            .ThenBy(run => run.Key, StringComparer.Ordinal)
            .Select(run => new DueRun(rules.WorkingDays.After(day, run.Value), day, run.Key, run.Value));
    }

    /// <summary>The runs that fall due from one date to another, both included, by due date, Settlement Day and timetable order.</summary>
    public static IReadOnlyList<DueRun> Between(ReferenceData reference, SettlementDay from, SettlementDay to)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var runs = new List<DueRun>();
        for (var number = from.Number - Reach(reference); number <= to.Number; number++)
        {
            runs.AddRange(ListDueRuns(reference, SettlementDay.FromNumber(number)).Where(run => from <= run.Due && run.Due <= to));
        }
        return [.. runs.OrderBy(run => run.Due).ThenBy(run => run.Day)];
    }

    /// <summary>No run falls due more days after its Settlement Day than this, whatever is in force on it.</summary>
    private static int Reach(ReferenceData reference) =>
        new WorkingDays(reference.Holidays.Select(holiday => holiday.Day)).DaysWith(
            reference.Timetable.Select(run => run.WorkingDays).DefaultIfEmpty().Max()
        );
}
