using Settlement.Domain.Calendar;

namespace Settlement.Domain.Reference;

/// <summary>
/// One version of every set of reference data. Immutable, safe for use by many threads; the rows of one key
/// must not overlap in time, which loading makes sure of.
/// </summary>
public sealed class ReferenceData
{
    // Enough for a year of arrivals in any order of days; the days share their rules and profiles.
    private const int CachedDays = 400;
    private const int CachedRules = 64;

    private readonly BoundedCache<SettlementDay, MarketDay> _days = new(CachedDays);
    private readonly BoundedCache<int, MarketRules> _rules = new(CachedRules);
    private readonly Lazy<int[]> _changes;

    /// <summary>Creates reference data whose sets are empty until initialised.</summary>
    public ReferenceData() => _changes = new(Changes);

    /// <summary>Set → version number; 0 is the default set.</summary>
    public IReadOnlyDictionary<string, int> Versions { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The set <c>participants</c>.</summary>
    public IReadOnlyList<Participant> Participants { get; init; } = [];

    /// <summary>The set <c>gsp-groups</c>.</summary>
    public IReadOnlyList<GspGroup> GspGroups { get; init; } = [];

    /// <summary>The set <c>bm-units</c>.</summary>
    public IReadOnlyList<BmUnit> BmUnits { get; init; } = [];

    /// <summary>The set <c>components</c>.</summary>
    public IReadOnlyList<Component> Components { get; init; } = [];

    /// <summary>The set <c>loss-factors</c>.</summary>
    public LossFactorTable LossFactors { get; init; } = LossFactorTable.Empty;

    /// <summary>The set <c>transmission-loss-factors</c>.</summary>
    public IReadOnlyList<TransmissionLossFactor> TransmissionLossFactors { get; init; } = [];

    /// <summary>The set <c>timetable</c>.</summary>
    public IReadOnlyList<RunTiming> Timetable { get; init; } = [];

    /// <summary>The set <c>holidays</c>.</summary>
    public IReadOnlyList<Holiday> Holidays { get; init; } = [];

    /// <summary>The set <c>distributors</c>.</summary>
    public IReadOnlyList<Distributor> Distributors { get; init; } = [];

    /// <summary>The set <c>registrations</c>.</summary>
    public IReadOnlyList<Registration> Registrations { get; init; } = [];

    /// <summary>The set <c>meters</c>.</summary>
    public IReadOnlyList<Meter> Meters { get; init; } = [];

    /// <summary>The set <c>parameters</c>.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>What is in force on a Settlement Day.</summary>
    /// <exception cref="ArgumentException">Two rows of one key are in force on that day.</exception>
    public MarketDay On(SettlementDay day) => _days.GetOrAdd(day, Compile);

    /// <summary>What is in force on a Settlement Day, loss factors and meters left out: these cost more than a calendar needs.</summary>
    internal MarketRules RulesOn(SettlementDay day)
    {
        var at = Array.BinarySearch(_changes.Value, day.Number);
        return _rules.GetOrAdd(at < 0 ? ~at : at + 1, _ => new MarketRules(this, day));
    }

    private MarketDay Compile(SettlementDay day) => new(this, day, RulesOn(day));

    /// <summary>The numbers of the days on which anything in <see cref="MarketRules"/> changes, in order.</summary>
    private int[] Changes()
    {
        IEnumerable<DayRange> ranges =
        [
            .. Participants.Select(row => row.InForce),
            .. GspGroups.Select(row => row.InForce),
            .. BmUnits.Select(row => row.InForce),
            .. Components.Select(row => row.InForce),
            .. TransmissionLossFactors.Select(row => row.InForce),
            .. Timetable.Select(row => row.InForce),
            .. Holidays.Select(row => row.InForce),
            .. Distributors.Select(row => row.InForce),
            .. Parameters.Select(row => row.InForce),
        ];
        var numbers = new SortedSet<int>();
        foreach (var range in ranges)
        {
            if (range.From is { } from)
            {
                numbers.Add(from.Number);
            }
            if (range.To is { } to)
            {
                numbers.Add(to.Number + 1);
            }
        }

        return [.. numbers];
    }
}
