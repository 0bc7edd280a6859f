using Settlement.Domain.Reference;

namespace Settlement.Reference.Sets;

/// <summary>The sets of reference data that the project knows.</summary>
public static class ReferenceSets
{
    /// <summary>The set <c>participants</c>.</summary>
    public static ReferenceSet<Participant> Participants { get; } = new ParticipantsSet();

    /// <summary>The set <c>gsp-groups</c>.</summary>
    public static ReferenceSet<GspGroup> GspGroups { get; } = new GspGroupsSet();

    /// <summary>The set <c>bm-units</c>.</summary>
    public static ReferenceSet<BmUnit> BmUnits { get; } = new BmUnitsSet();

    /// <summary>The set <c>components</c>.</summary>
    public static ReferenceSet<Component> Components { get; } = new ComponentsSet();

    /// <summary>The set <c>loss-factors</c>.</summary>
    public static ReferenceSet<LossFactor> LossFactors { get; } = new LossFactorsSet();

    /// <summary>The set <c>transmission-loss-factors</c>.</summary>
    public static ReferenceSet<TransmissionLossFactor> TransmissionLossFactors { get; } = new TransmissionLossFactorsSet();

    /// <summary>The set <c>timetable</c>.</summary>
    public static ReferenceSet<RunTiming> Timetable { get; } = new TimetableSet();

    /// <summary>The set <c>holidays</c>.</summary>
    public static ReferenceSet<Holiday> Holidays { get; } = new HolidaysSet();

    /// <summary>The set <c>distributors</c>.</summary>
    public static ReferenceSet<Distributor> Distributors { get; } = new DistributorsSet();

    /// <summary>The set <c>registrations</c>.</summary>
    public static ReferenceSet<Registration> Registrations { get; } = new RegistrationsSet();

    /// <summary>The set <c>meters</c>.</summary>
    public static ReferenceSet<Meter> Meters { get; } = new MetersSet();

    /// <summary>The set <c>parameters</c>.</summary>
    public static ReferenceSet<Parameter> Parameters { get; } = new ParametersSet();

    /// <summary>All sets.</summary>
    public static IReadOnlyList<ReferenceSet> All { get; } =
    [
        Participants,
        GspGroups,
        BmUnits,
        Components,
        LossFactors,
        TransmissionLossFactors,
        Timetable,
        Holidays,
        Distributors,
        Registrations,
        Meters,
        Parameters,
    ];

    private static readonly Dictionary<string, ReferenceSet> ByName = All.ToDictionary(set => set.Name, StringComparer.Ordinal);

    /// <summary>The set of a name, or null where there is none; names are case-sensitive.</summary>
    public static ReferenceSet? Find(string name) => ByName.GetValueOrDefault(name);
}
