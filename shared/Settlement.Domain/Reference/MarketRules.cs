using System.Globalization;
using Settlement.Domain.Calendar;

namespace Settlement.Domain.Reference;

/// <summary>What is in force on a day beside loss factors and meters; the same for all days between two changes.</summary>
internal sealed class MarketRules
{
    private readonly Dictionary<string, Participant> _participants;
    private readonly Dictionary<string, GspGroup> _groups;
    private readonly Dictionary<string, BmUnit> _units;
    private readonly Dictionary<(string Supplier, string GspGroup), BmUnit> _defaultUnits = [];
    private readonly Dictionary<string, decimal> _zones;
    private readonly Dictionary<int, Component> _components;
    private readonly Dictionary<string, string> _parameters;

    public MarketRules(ReferenceData data, SettlementDay day)
    {
        _participants = Keyed(data.Participants, row => row.InForce, row => row.Id);
        _groups = Keyed(data.GspGroups, row => row.InForce, row => row.Id);
        _units = Keyed(data.BmUnits, row => row.InForce, row => row.Id);
        _zones = Keyed(data.TransmissionLossFactors, row => row.InForce, row => row.Zone)
            .ToDictionary(row => row.Key, row => row.Value.Tlf, StringComparer.Ordinal);
        _parameters = Keyed(data.Parameters, row => row.InForce, row => row.Name)
            .ToDictionary(row => row.Key, row => row.Value.Value, StringComparer.Ordinal);
        _components = data.Components.Where(row => row.InForce.Contains(day)).ToDictionary(row => row.Id);

        Participants = [.. _participants.Values.OrderBy(row => row.Id, StringComparer.Ordinal)];
        GspGroups = [.. _groups.Values.OrderBy(row => row.Id, StringComparer.Ordinal)];
        BmUnits = [.. _units.Values.OrderBy(row => row.Id, StringComparer.Ordinal)];
        Components = [.. _components.Values.OrderBy(row => row.Id)];
        Distributors = [.. data.Distributors.Where(row => row.InForce.Contains(day)).OrderBy(row => row.Id, StringComparer.Ordinal)];
        Timetable = Keyed(data.Timetable, row => row.InForce, row => row.Run)
            .ToDictionary(row => row.Key, row => row.Value.WorkingDays, StringComparer.Ordinal);
        Holidays = data.Holidays.Where(row => row.InForce.Contains(day)).Select(row => row.Day).ToHashSet();
        WorkingDays = new(Holidays);
        Consumption = new(Components.Where(row => !row.Losses));
        Losses = new(Components.Where(row => row.Losses));
        foreach (var unit in BmUnits)
        {
            if (unit is { IsDefault: true, GspGroup: { } group })
            {
                _defaultUnits.TryAdd((unit.Party, group), unit);
            }
        }

        Dictionary<string, T> Keyed<T>(IEnumerable<T> rows, Func<T, DayRange> inForce, Func<T, string> key) =>
            rows.Where(row => inForce(row).Contains(day)).ToDictionary(key, StringComparer.Ordinal);
    }

    public IReadOnlyList<Participant> Participants { get; }

    public IReadOnlyList<GspGroup> GspGroups { get; }

    public IReadOnlyList<BmUnit> BmUnits { get; }

    public IReadOnlyList<Component> Components { get; }

    public IReadOnlyList<Distributor> Distributors { get; }

    public IReadOnlyDictionary<string, int> Timetable { get; }

    public IReadOnlySet<SettlementDay> Holidays { get; }

    public WorkingDays WorkingDays { get; }

    public ComponentChoice Consumption { get; }

    public ComponentChoice Losses { get; }

    public Participant? Participant(string id) => _participants.GetValueOrDefault(id);

    public bool IsGspGroup(string id) => _groups.ContainsKey(id);

    public BmUnit? Unit(string id) => _units.GetValueOrDefault(id);

    public BmUnit? DefaultUnit(string supplier, string gspGroup) => _defaultUnits.GetValueOrDefault((supplier, gspGroup));

    public Component? Component(int id) => _components.GetValueOrDefault(id);

    public decimal? TransmissionLossFactor(string gspGroup) =>
        _groups.TryGetValue(gspGroup, out var group) && _zones.TryGetValue(group.Zone, out var tlf) ? tlf : null;

    public decimal Parameter(string name) =>
        _parameters.TryGetValue(name, out var value)
            ? decimal.Parse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : MarketParameters.Defaults[name];
}
