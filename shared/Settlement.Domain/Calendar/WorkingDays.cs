namespace Settlement.Domain.Calendar;

/// <summary>Counts working days: Monday to Friday, bank holidays left out. The holidays are data; none is worked out here.</summary>
public sealed class WorkingDays
{
    private const int Friday = 4;
    private const int WeekDays = 5;
    private const int DaysOfWeek = 7;

    private readonly int[] _holidays;

    /// <summary>Counts around some holidays; those at a weekend make no difference.</summary>
    public WorkingDays(IEnumerable<SettlementDay> holidays) =>
        _holidays = [.. holidays.Select(day => day.Number).Where(day => DayOfWeek(day) <= Friday).Distinct().Order()];

    /// <summary>Whether a day is a working day.</summary>
    public bool Contains(SettlementDay day) => DayOfWeek(day.Number) <= Friday && Array.BinarySearch(_holidays, day.Number) < 0;

    /// <summary>The day that is so many working days after another, the first counted being the next day; itself for 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public SettlementDay After(SettlementDay day, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var number = day.Number;
        while (count > 0)
        {
            var next = PlusWeekDays(number, count);
            count = HolidaysUntil(next) - HolidaysUntil(number);
            number = next;
        }

        return SettlementDay.FromNumber(number);
    }

    /// <summary>Within so many days there are certainly <paramref name="count"/> working days, whichever day is the first.</summary>
    public int DaysWith(int count) => checked(DaysOfWeek * (((count + _holidays.Length) / WeekDays) + 1));

    private static int PlusWeekDays(int number, int count)
    {
        var today = DayOfWeek(number);
        var monday = number - today;
        var weekDays = checked(Math.Min(today, Friday) + count);
        return checked(monday + (weekDays / WeekDays * DaysOfWeek) + (weekDays % WeekDays));
    }

    private int HolidaysUntil(int number)
    {
        var at = Array.BinarySearch(_holidays, number);
        return at < 0 ? ~at : at + 1;
    }

    /// <summary>0 is Monday; day 0 was a Thursday.</summary>
    private static int DayOfWeek(int number) => (((number + 3) % DaysOfWeek) + DaysOfWeek) % DaysOfWeek;
}
