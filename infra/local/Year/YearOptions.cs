using Settlement.Domain.Calendar;

namespace Settlement.Local.Year;

/// <summary>A stretch of days for which the app is down.</summary>
/// <param name="From">It goes down in the first minutes of this date, with runs in hand.</param>
/// <param name="Until">It comes back on this date.</param>
internal readonly record struct Outage(SettlementDay From, SettlementDay Until)
{
    public bool Contains(SettlementDay date) => From <= date && date < Until;
}

/// <summary>What is driven on a virtual clock.</summary>
/// <param name="From">Every run falling due from this date on is checked, and what leads up to them is driven too.</param>
/// <param name="To">The last date.</param>
/// <param name="Outages">When the app is down, in order.</param>
internal sealed record YearOptions(SettlementDay From, SettlementDay To, IReadOnlyList<Outage> Outages)
{
    private const int ShortOutage = 5;
    private const int LongOutage = 9;

    /// <summary>The first Settlement Day; null for the first that has a run in the year, so that every run has those before it.</summary>
    public SettlementDay? First { get; init; }

    /// <summary>With two outages, of five and nine days, a third and two thirds of the way; shorter ones in less than two months.</summary>
    public static YearOptions Between(SettlementDay from, SettlementDay to)
    {
        var days = to.Number - from.Number;
        return new(from, to, [At(days / 3, Math.Min(ShortOutage, days / 12)), At(days * 2 / 3, Math.Min(LongOutage, days / 6))]);

        Outage At(int offset, int length) =>
            new(SettlementDay.FromNumber(from.Number + offset), SettlementDay.FromNumber(from.Number + offset + length));
    }
}
