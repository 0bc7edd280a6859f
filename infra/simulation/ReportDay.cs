using NodaTime;
using Settlement.Domain.Calendar;

namespace Settlement.Simulation;

/// <summary>
/// One day of messages by one of the two clocks. Slots are the message's periods; each is mapped to the Settlement Day and
/// period that it is, and to the local clock hour that shapes the load. Slots outside the simulated days are left out.
/// </summary>
public sealed class ReportDay
{
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];

    private ReportDay(LocalDate date, bool utc, IReadOnlyList<SettlementPeriod> slots, SettlementDay first, int days)
    {
        Date = date;
        Utc = utc;
        Text = new SettlementDay(date).ToString();
        Weekend = date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;
        DayIndex = new int[slots.Count + 1];
        Period = new int[slots.Count + 1];
        HalfHour = new int[slots.Count + 1];
        for (var slot = 1; slot <= slots.Count; slot++)
        {
            var (day, period) = slots[slot - 1];
            DayIndex[slot] = day.Number - first.Number;
            Period[slot] = period;
            HalfHour[slot] = (int)(day.StartOf(period).InZone(London).TimeOfDay.TickOfDay / (NodaConstants.TicksPerMinute * 30));
            if (DayIndex[slot] < 0 || DayIndex[slot] >= days)
            {
                continue;
            }
            From = From == 0 ? slot : From;
            To = slot;
        }
    }

    public LocalDate Date { get; }

    public bool Utc { get; }

    public string Text { get; }

    public bool Weekend { get; }

    public int From { get; }

    public int To { get; }

    public int[] DayIndex { get; }

    public int[] Period { get; }

    public int[] HalfHour { get; }

    public static ReportDay Local(SettlementDay day, SettlementDay first, int days) =>
        new(day.Date, false, [.. Enumerable.Range(1, day.Periods).Select(p => new SettlementPeriod(day, p))], first, days);

    public static ReportDay ByUtc(LocalDate date, SettlementDay first, int days) =>
        new(date, true, [.. Enumerable.Range(1, SettlementDay.UtcPeriods).Select(k => SettlementDay.PeriodOfUtcDay(date, k))], first, days);
}
