using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Settlement.Domain.Calendar;

/// <summary>
/// A Settlement Day: a Europe/London calendar day from midnight to midnight, cut into half-hour Settlement Periods
/// numbered from 1; 48 of them, 46 on the day the clocks go forward and 50 on the day they go back
/// (Elexon SVA Data Catalogue, "Settlement Period Id"). The count comes from the time-zone data, never from arithmetic.
/// </summary>
public readonly record struct SettlementDay : IComparable<SettlementDay>
{
    /// <summary>The most periods that any Settlement Day has.</summary>
    public const int MaxPeriods = 50;

    /// <summary>The periods of a UTC day.</summary>
    public const int UtcPeriods = 48;

    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];
    private static readonly Duration HalfHour = Duration.FromMinutes(30);

    /// <summary>The Settlement Day of a calendar date.</summary>
    public SettlementDay(LocalDate date) => Date = date;

    /// <summary>The calendar date in London.</summary>
    public LocalDate Date { get; }

    /// <summary>Days since 1970-01-01, for compact coding.</summary>
    public int Number => Period.DaysBetween(new LocalDate(1970, 1, 1), Date);

    /// <summary>The instant at which period 1 starts.</summary>
    public Instant Start => London.AtStartOfDay(Date).ToInstant();

    /// <summary>How many Settlement Periods the day has: 46, 48 or 50.</summary>
    public int Periods => Date == LocalDate.MaxIsoValue ? UtcPeriods : (int)((Next.Start - Start) / HalfHour);

    /// <summary>The day after.</summary>
    public SettlementDay Next => new(Date.PlusDays(1));

    /// <summary>The Settlement Day with the given <see cref="Number"/>.</summary>
    public static SettlementDay FromNumber(int number) => new(new LocalDate(1970, 1, 1).PlusDays(number));

    /// <summary>The Settlement Day in which an instant lies: London's "today" at that instant.</summary>
    public static SettlementDay At(Instant instant) => new(instant.InZone(London).Date);

    /// <summary>The Settlement Period in which an instant lies.</summary>
    public static SettlementPeriod PeriodAt(Instant instant)
    {
        var day = At(instant);
        return new SettlementPeriod(day, 1 + (int)((instant - day.Start) / HalfHour));
    }

    /// <summary>The Settlement Period of the <paramref name="period"/>-th half hour (from 1 to 48) of a UTC day.</summary>
    public static SettlementPeriod PeriodOfUtcDay(LocalDate utcDay, int period) =>
        PeriodAt(utcDay.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() + (HalfHour * (period - 1)));

    /// <summary>The instant at which a period of this day starts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day has no such period.</exception>
    public Instant StartOf(int period)
    {
        if (period < 1 || period > Periods)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, $"Settlement Day {this} has periods 1 to {Periods}.");
        }
        return Start + (HalfHour * (period - 1));
    }

    /// <summary>Reads <c>YYYY-MM-DD</c>, and nothing else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SettlementDay day)
    {
        var parsed = text is { Length: 10 } ? LocalDatePattern.Iso.Parse(text) : null;
        day = parsed is { Success: true } ? new(parsed.Value) : default;
        return parsed is { Success: true };
    }

    /// <summary>Reads <c>YYYY-MM-DD</c>.</summary>
    /// <exception cref="FormatException">The text is not such a date.</exception>
    public static SettlementDay Parse(string text) =>
        TryParse(text, out var day) ? day : throw new FormatException($"'{text}' is not a Settlement Day; write YYYY-MM-DD.");

    /// <inheritdoc/>
    public int CompareTo(SettlementDay other) => Date.CompareTo(other.Date);

    /// <summary>Whether one day is before another.</summary>
    public static bool operator <(SettlementDay left, SettlementDay right) => left.CompareTo(right) < 0;

    /// <summary>Whether one day is after another.</summary>
    public static bool operator >(SettlementDay left, SettlementDay right) => left.CompareTo(right) > 0;

    /// <summary>Whether one day is not after another.</summary>
    public static bool operator <=(SettlementDay left, SettlementDay right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one day is not before another.</summary>
    public static bool operator >=(SettlementDay left, SettlementDay right) => left.CompareTo(right) >= 0;

    /// <summary>The day as <c>YYYY-MM-DD</c>.</summary>
    public override string ToString() => Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}
