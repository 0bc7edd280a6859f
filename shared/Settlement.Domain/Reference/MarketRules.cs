using System.Globalization;
using Settlement.Domain.Calendar;

namespace Settlement.Domain.Reference;

/// <summary>What is in force on a day beside loss factors and meters; the same for all days between two changes.</summary>
internal sealed class MarketRules
{
    private readonly Dictionary<string, Participant> participants;
    private readonly Dictionary<string, GspGroup> groups;
    private readonly Dictionary<string, BmUnit> units;
    private readonly Dictionary<(string Supplier, string GspGroup), BmUnit> defaultUnits = [];
    private readonly Dictionary<string, decimal> zones;
    private readonly Dictionary<int, Component> components;
    private readonly Dictionary<string, string> parameters;

    public MarketRules(ReferenceData data, SettlementDay day)
    {
        participants = Keyed(data.Participants, row => row.InForce, row => row.Id);
        groups = Keyed(data.GspGroups, row => row.InForce, row => row.Id);
        units = Keyed(data.BmUnits, row => row.InForce, row => row.Id);
        zones = Keyed(data.TransmissionLossFactors, row => row.InForce, row => row.Zone).ToDictionary(row => row.Key, row => row.Value.Tlf, StringComparer.Ordinal);
        parameters = Keyed(data.Parameters, row => row.InForce, row => row.Name).ToDictionary(row => row.Key, row => row.Value.Value, StringComparer.Ordinal);
        components = data.Components.Where(row => row.InForce.Contains(day)).ToDictionary(row => row.Id);

        Participants = [.. participants.Values.OrderBy(row => row.Id, StringComparer.Ordinal)];
        GspGroups = [.. groups.Values.OrderBy(row => row.Id, StringComparer.Ordinal)];
        BmUnits = [.. units.Values.OrderBy(row => row.Id, StringComparer.Ordinal)];
        Components = [.. components.Values.OrderBy(row => row.Id)];
        Distributors = [.. data.Distributors.Where(row => row.InForce.Contains(day)).OrderBy(row => row.Id, StringComparer.Ordinal)];
        Timetable = Keyed(data.Timetable, row => row.InForce, row => row.Run).ToDictionary(row => row.Key, row => row.Value.WorkingDays, StringComparer.Ordinal);
        Holidays = data.Holidays.Where(row => row.InForce.Contains(day)).Select(row => row.Day).ToHashSet();
        WorkingDays = new(Holidays);
        Consumption = new(Components.Where(row => !row.Losses));
        Losses = new(Components.Where(row => row.Losses));
        foreach (var unit in BmUnits)
        {
            if (unit is { IsDefault: true, GspGroup: { } group })
                defaultUnits.TryAdd((unit.Party, group), unit);
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

    public Participant? Participant(string id) => participants.GetValueOrDefault(id);

    public bool IsGspGroup(string id) => groups.ContainsKey(id);

    public BmUnit? Unit(string id) => units.GetValueOrDefault(id);

    public BmUnit? DefaultUnit(string supplier, string gspGroup) => defaultUnits.GetValueOrDefault((supplier, gspGroup));

    public Component? Component(int id) => components.GetValueOrDefault(id);

    public decimal? TransmissionLossFactor(string gspGroup) =>
        groups.TryGetValue(gspGroup, out var group) && zones.TryGetValue(group.Zone, out var tlf) ? tlf : null;

    public decimal Parameter(string name) => parameters.TryGetValue(name, out var value)
        ? decimal.Parse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
        : MarketParameters.Defaults[name];
}
