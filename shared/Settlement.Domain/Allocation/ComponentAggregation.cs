using Settlement.Domain.Market;
using Settlement.Domain.Reference;

namespace Settlement.Domain.Allocation;

/// <summary>
/// Puts metered energy and its losses into consumption components: energy = Σ Wh, losses = Σ Wh × (factor − 1), both exact,
/// each into the one component that takes it.
/// </summary>
internal static class ComponentAggregation
{
    /// <summary>Adds up the totals of one period by GSP Group, supplier and component.</summary>
    /// <param name="totals">The period's totals, each cell and quality class any number of times.</param>
    /// <param name="reference">The reference data in force on the day.</param>
    /// <param name="period">The Settlement Period, from 1.</param>
    /// <param name="missing">Gets what a value lacks: a loss factor or a component.</param>
    /// <returns>The volumes that are not 0, by GSP Group, supplier and component.</returns>
    public static IReadOnlyList<ComponentVolume> Aggregate(
        IEnumerable<CellTotal> totals,
        MarketDay reference,
        int period,
        ISet<SettlementIssue> missing
    )
    {
        ArgumentNullException.ThrowIfNull(totals);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(missing);
        var sums = new Dictionary<(string GspGroup, string Supplier, int Component), (decimal Weight, long MilliWattHours)>();
        foreach (var total in totals)
        {
            if (total.Values == 0 && total.WattHours == 0)
            {
                continue;
            }
            var cell = total.Cell;
            var thousandths = reference.LossFactors(cell.DistributorId, cell.Llfc)?.Thousandths(period) ?? 0;
            var energy = reference.Consumption(cell.Flow, cell.Segment, cell.Connection, cell.Domestic, total.Quality);
            var losses = reference.Losses(cell.Flow, cell.Segment, cell.Connection, cell.Domestic, total.Quality);
            if (thousandths == 0)
            {
                missing.Add(new(SettlementIssue.LossFactorMissing, $"{cell.DistributorId} {cell.Llfc}"));
            }
            if (energy is null || losses is null)
            {
                missing.Add(new(SettlementIssue.ComponentMissing, $"{cell.Supplier} {cell.GspGroup}"));
            }
            if (thousandths == 0 || energy is null || losses is null)
            {
                // Its energy reaches no volume, where the default unit is looked for; all that lacks is named at once.
                if (total.WattHours != 0 && reference.DefaultUnit(cell.Supplier, cell.GspGroup) is null)
                {
                    missing.Add(new(SettlementIssue.DefaultBmUnitMissing, $"{cell.Supplier} {cell.GspGroup}"));
                }
                continue;
            }

            var signed = cell.Flow == Flow.Import ? total.WattHours : -total.WattHours;
            Add(cell, energy, checked(signed * EnergyUnits.MilliWattHoursPerWattHour));
            Add(cell, losses, checked(signed * (thousandths - 1000)));
        }

        return
        [
            .. sums.Where(sum => sum.Value.MilliWattHours != 0)
                .OrderBy(sum => sum.Key.GspGroup, StringComparer.Ordinal)
                .ThenBy(sum => sum.Key.Supplier, StringComparer.Ordinal)
                .ThenBy(sum => sum.Key.Component)
                .Select(sum => new ComponentVolume(
                    sum.Key.GspGroup,
                    sum.Key.Supplier,
                    sum.Key.Component,
                    sum.Value.Weight,
                    sum.Value.MilliWattHours * EnergyUnits.MwhPerMilliWattHour
                )),
        ];

        void Add(SettlementCell cell, Component component, long milliWattHours)
        {
            var key = (cell.GspGroup, cell.Supplier, component.Id);
            sums[key] = (component.Weight, checked(sums.GetValueOrDefault(key).MilliWattHours + milliWattHours));
        }
    }
}
