using NodaTime;
using Settlement.Domain.Calendar;

namespace Settlement.Simulation.National;

/// <summary>Which national day to make up. Equal options give equal events in every partition.</summary>
/// <param name="Meters">How many meters report.</param>
/// <param name="Seed">What every random draw starts from.</param>
public sealed record NationalOptions(int Meters, ulong Seed = 1)
{
    /// <summary>Of the meters, those with a correction: a message with a higher revision, sent when all others were.</summary>
    public const double Corrected = 0.02;

    /// <summary>Of the corrections, those that name another supplier.</summary>
    public const double SupplierChanged = 0.05;

    /// <summary>Of the meters, those whose message is sent again.</summary>
    public const double Duplicated = 0.003;

    /// <summary>Of the events, those that are sent again as they are.</summary>
    public const double EventRepeated = 0.002;

    /// <summary>The Settlement Day: a Tuesday in November, with 48 periods.</summary>
    public SettlementDay Day { get; init; } = new(new LocalDate(2026, 11, 10));

    /// <summary>When everything has come in: before SF is due.</summary>
    public Instant Clock => Day.Date.PlusDays(8).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() + Duration.FromHours(6);
}
