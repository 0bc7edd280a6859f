using System.Text;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Domain.Reference;

/// <summary>The reference data in force on one Settlement Day, compiled for look-up. Safe for use by many threads.</summary>
public sealed class MarketDay
{
    private readonly MarketRules _rules;
    private readonly LossFactorTable _lossFactors;
    private readonly LossFactorProfile?[] _profiles;
    private readonly Lazy<IReadOnlyList<Registration>> _registrations;
    private readonly Lazy<IReadOnlyList<Meter>> _meters;
    private readonly PlausibleLimits _plausible;

    internal MarketDay(ReferenceData data, SettlementDay day, MarketRules rules)
    {
        _rules = rules;
        Day = day;
        _lossFactors = data.LossFactors;
        _profiles = _lossFactors.On(day);
        _registrations = new(() =>
            [
                .. data
                    .Registrations.Where(row => row.InForce.Contains(day))
                    .OrderBy(row => row.Supplier, StringComparer.Ordinal)
                    .ThenBy(row => row.GspGroup, StringComparer.Ordinal)
                    .ThenBy(row => row.Segment.Text(), StringComparer.Ordinal),
            ]
        );
        _meters = new(() => [.. data.Meters.Where(row => row.InForce.Contains(day)).OrderBy(row => row.Mpan)]);
        Alpha = rules.Parameter(MarketParameters.Alpha);
        InterestRate = rules.Parameter(MarketParameters.InterestRate);
        CorrectionFloor = rules.Parameter(MarketParameters.CorrectionFloor);
        CorrectionCeiling = rules.Parameter(MarketParameters.CorrectionCeiling);
        RequiresCorrectionBand = rules.Parameter(MarketParameters.CorrectionBand) != 0;
        FillsMissing = rules.Parameter(MarketParameters.FillMissing) != 0;
        _plausible = new(rules.Parameter);
        QuarantinesImplausible = rules.Parameter(MarketParameters.QuarantineImplausible) != 0;
        RejectsShortDays = rules.Parameter(MarketParameters.RejectShortDays) != 0;
        LoadShapeMinimum = (long)rules.Parameter(MarketParameters.LoadShapeMinimum);
        RequiresCompleteness = rules.Parameter(MarketParameters.CompletenessRequired) != 0;
    }

    /// <summary>The Settlement Day.</summary>
    public SettlementDay Day { get; }

    /// <summary>The participants, by id.</summary>
    public IReadOnlyList<Participant> Participants => _rules.Participants;

    /// <summary>The GSP Groups, by id.</summary>
    public IReadOnlyList<GspGroup> GspGroups => _rules.GspGroups;

    /// <summary>The BM Units, by id.</summary>
    public IReadOnlyList<BmUnit> BmUnits => _rules.BmUnits;

    /// <summary>The components, by id.</summary>
    public IReadOnlyList<Component> Components => _rules.Components;

    /// <summary>The distributors, by id.</summary>
    public IReadOnlyList<Distributor> Distributors => _rules.Distributors;

    /// <summary>The registrations, by supplier, GSP Group and segment.</summary>
    public IReadOnlyList<Registration> Registrations => _registrations.Value;

    /// <summary>The registered meters, by MPAN; empty where none are loaded.</summary>
    public IReadOnlyList<Meter> Meters => _meters.Value;

    /// <summary>Run → working days after the Settlement Day.</summary>
    public IReadOnlyDictionary<string, int> Timetable => _rules.Timetable;

    /// <summary>The holidays that count for this Settlement Day's run dates.</summary>
    public IReadOnlySet<SettlementDay> Holidays => _rules.Holidays;

    /// <summary>Counts the working days by which this Settlement Day's runs fall due.</summary>
    public WorkingDays WorkingDays => _rules.WorkingDays;

    /// <summary>The share of transmission losses that delivering trading units bear.</summary>
    public decimal Alpha { get; }

    /// <summary>Simple interest per year.</summary>
    public decimal InterestRate { get; }

    /// <summary>The correction factor below which a run closes with a warning, or is inexact.</summary>
    public decimal CorrectionFloor { get; }

    /// <summary>The correction factor above which a run closes with a warning, or is inexact.</summary>
    public decimal CorrectionCeiling { get; }

    /// <summary>Whether a run with a correction factor outside the band is inexact.</summary>
    public bool RequiresCorrectionBand { get; }

    /// <summary>Whether what registered meters have not sent is filled by load shape.</summary>
    public bool FillsMissing { get; }

    /// <summary>Whether a local message of a whole day with too few values for it is rejected.</summary>
    public bool RejectsShortDays { get; }

    /// <summary>Whether a value over its limit waits aside until it is released.</summary>
    public bool QuarantinesImplausible { get; }

    /// <summary>How many actual values a load shape value must be the mean of.</summary>
    public long LoadShapeMinimum { get; }

    /// <summary>Whether a run that does not meet the standards of completeness is inexact.</summary>
    public bool RequiresCompleteness { get; }

    /// <summary>The share of a segment's expected meters that must have reported, or null where there is no standard.</summary>
    public decimal? CompletenessStandard(MarketSegment segment) =>
        _rules.Parameter(
            segment switch
            {
                MarketSegment.Smart => MarketParameters.CompletenessStandardSmart,
                MarketSegment.Advanced => MarketParameters.CompletenessStandardAdvanced,
                _ => MarketParameters.CompletenessStandardUnmetered,
            }
        )
            is var standard
        && standard > 0
            ? standard
            : null;

    /// <summary>The greatest plausible value of a half hour, Wh; without a limit it is greater than any value.</summary>
    public long PlausibleWattHours(ConnectionType connection, Flow flow) => _plausible.WattHours(connection, flow);

    /// <summary>Whether a participant is in force with the role of supplier.</summary>
    public bool IsSupplier(string id) => _rules.Participant(id) is { Role: ParticipantRole.Supplier };

    /// <summary>Whether a participant is in force, in whatever role.</summary>
    public bool IsParticipant(string id) => _rules.Participant(id) is not null;

    /// <summary>Whether a GSP Group is in force.</summary>
    public bool IsGspGroup(string id) => _rules.IsGspGroup(id);

    /// <summary>A BM Unit in force, or null.</summary>
    public BmUnit? FindBmUnit(string id) => _rules.Unit(id);

    /// <summary>A supplier's default unit in a GSP Group, or null where it has none.</summary>
    public BmUnit? DefaultUnit(string supplier, string gspGroup) => _rules.DefaultUnit(supplier, gspGroup);

    /// <summary>The transmission loss factor of a GSP Group's zone; null where the group is unknown or its zone has no row.</summary>
    public decimal? TransmissionLossFactor(string gspGroup) => _rules.TransmissionLossFactor(gspGroup);

    /// <summary>A component in force, or null.</summary>
    public Component? FindComponent(int id) => _rules.Component(id);

    /// <summary>The component to which a value's energy goes, or null where no row matches.</summary>
    public Component? Consumption(Flow flow, MarketSegment segment, ConnectionType connection, bool domestic, QualityClass quality) =>
        _rules.Consumption[flow, segment, connection, domestic, quality];

    /// <summary>The component to which a value's line losses go, or null where no row matches.</summary>
    public Component? Losses(Flow flow, MarketSegment segment, ConnectionType connection, bool domestic, QualityClass quality) =>
        _rules.Losses[flow, segment, connection, domestic, quality];

    /// <summary>The loss factors of a distributor's class, or null where the class has none on this day.</summary>
    public LossFactorProfile? LossFactors(string distributor, string llfc) => LossFactors(distributor.AsSpan(), llfc.AsSpan());

    /// <summary>The loss factors of a distributor's class, or null where the class has none on this day.</summary>
    public LossFactorProfile? LossFactors(ReadOnlySpan<char> distributor, ReadOnlySpan<char> llfc)
    {
        var number = _lossFactors.ClassOf(distributor, llfc);
        return number < 0 ? null : _profiles[number];
    }

    /// <summary>The loss factors of a distributor's class, both as UTF-8 text, or null where the class has none on this day.</summary>
    public LossFactorProfile? LossFactors(ReadOnlySpan<byte> distributor, ReadOnlySpan<byte> llfc)
    {
        Span<char> first = stackalloc char[8];
        Span<char> second = stackalloc char[256];
        return
            Encoding.UTF8.TryGetChars(distributor, first, out var firstLength)
            && Encoding.UTF8.TryGetChars(llfc, second, out var secondLength)
            ? LossFactors(first[..firstLength], second[..secondLength])
            : null;
    }
}
