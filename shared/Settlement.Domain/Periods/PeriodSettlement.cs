using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Domain.Trading;

namespace Settlement.Domain.Periods;

/// <summary>
/// The settlement of one Settlement Period: component volumes ► GSP Group correction ► BM Unit volumes ► transmission losses
/// ► imbalance ► cash. A pure function; a missing input gives no figures, never a zero.
/// </summary>
public static class PeriodSettlement
{
    /// <summary>Settles a period.</summary>
    /// <param name="run">The run code, as printed.</param>
    /// <param name="period">The period.</param>
    /// <param name="totals">The winning meter values of the period by cell and quality class.</param>
    /// <param name="market">The winning market inputs of the period.</param>
    /// <param name="reference">The reference data in force on the day.</param>
    /// <param name="behind">The partitions (<c>hub/partition</c>) that had not been read to their end when the run opened.</param>
    public static PeriodResult Settle(
        string run,
        SettlementPeriod period,
        IEnumerable<CellTotal> totals,
        MarketInputs market,
        MarketDay reference,
        IReadOnlyCollection<string> behind
    )
    {
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(behind);
        var missing = new SortedSet<SettlementIssue>(
            behind.Select(partition => new SettlementIssue(SettlementIssue.IngestBehind, partition))
        );
        var volumes = ComponentAggregation.Aggregate(totals, reference, period.Period, missing);
        AddMissing(missing, volumes, market, reference);
        var figures = missing.Count == 0 ? Figures(volumes, market, reference) : null;
        return new PeriodResult(period.Day, run, period.Period, period.Day.StartOf(period.Period), [.. missing], figures);
    }

    private static void AddMissing(
        SortedSet<SettlementIssue> missing,
        IReadOnlyList<ComponentVolume> volumes,
        MarketInputs market,
        MarketDay reference
    )
    {
        if (market.Price is null)
        {
            missing.Add(new(SettlementIssue.PriceMissing, string.Empty));
        }
        foreach (var unit in reference.BmUnits)
        {
            if (unit.Kind == BmUnitKind.Supplier)
            {
                if (unit is { IsDefault: true, GspGroup: { } group } && !market.Takes.ContainsKey(group))
                {
                    missing.Add(new(SettlementIssue.TakeMissing, group));
                }
            }
            else if (!market.Volumes.ContainsKey(unit.Id))
            {
                missing.Add(new(SettlementIssue.VolumeMissing, unit.Id));
            }

            if (unit.GspGroup is { } of && reference.TransmissionLossFactor(of) is null)
            {
                missing.Add(new(SettlementIssue.TlfMissing, of));
            }
        }

        foreach (var volume in volumes)
        {
            if (reference.DefaultUnit(volume.Supplier, volume.GspGroup) is null)
            {
                missing.Add(new(SettlementIssue.DefaultBmUnitMissing, $"{volume.Supplier} {volume.GspGroup}"));
            }
        }
    }

    private static PeriodFigures Figures(IReadOnlyList<ComponentVolume> components, MarketInputs market, MarketDay reference)
    {
        var reasons = new SortedSet<SettlementIssue>();
        var groups = Allocate(components, market, reasons);
        var units = reference.BmUnits;
        var volumes = UnitVolumes(units, groups, market);
        var factors = units.Select(unit => unit.GspGroup is { } group ? reference.TransmissionLossFactor(group)!.Value : 0).ToArray();
        var losses = TransmissionLosses.Calculate(units, volumes, factors, reference.Alpha);
        var credited = Credit(units, volumes, factors, losses);

        var accounts = new EnergyAccounts();
        foreach (var participant in reference.Participants)
        {
            accounts.Add(participant.Id);
        }
        for (var i = 0; i < units.Count; i++)
        {
            var unit = units[i];
            var balancing = losses.LossAdjusted(market.Balancing.GetValueOrDefault(unit.Id), unit, i, factors[i]);
            var residualBase =
                unit.Kind == BmUnitKind.Interconnector ? 0
                : losses.Delivers[i] ? credited[i]
                : -credited[i];
            accounts.BookUnit(unit.Party, unit.Account, credited[i], balancing, residualBase);
        }

        foreach (var contract in market.Contracts)
        {
            accounts.BookContract(contract);
        }
        var (parties, residual) = accounts.Charge(market.Price!, reasons);

        var controls = new ControlTotals(
            groups.Sum(g => Math.Abs(g.Take - g.Suppliers.Sum(s => s.Allocated))),
            credited.Sum(),
            parties.Sum(p => p.Contracted),
            parties.Sum(p => p.Net)
        );
        AddReasons(reasons, controls, losses);
        UnknownReferences.AddTo(reasons, components, market, reference);
        var outside = groups
            .Where(g => g.Correction < reference.CorrectionFloor || g.Correction > reference.CorrectionCeiling)
            .Select(g => new SettlementIssue(SettlementIssue.CorrectionOutOfRange, g.GspGroup))
            .ToList();
        if (reference.RequiresCorrectionBand)
        {
            reasons.UnionWith(outside);
        }
        return new PeriodFigures(
            groups,
            [.. units.Select((unit, i) => new BmUnitResult(unit.Id, volumes[i], losses.Multiplier(unit, i, factors[i]), credited[i]))],
            parties,
            new PeriodTotals(losses.Losses, losses.TlmoPlus, losses.TlmoMinus, residual),
            controls,
            [.. reasons],
            reference.RequiresCorrectionBand ? [] : outside
        );
    }

    private static IReadOnlyList<GspGroupResult> Allocate(
        IReadOnlyList<ComponentVolume> components,
        MarketInputs market,
        ISet<SettlementIssue> reasons
    )
    {
        var byGroup = components
            .GroupBy(c => c.GspGroup, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        var groups = byGroup.Keys.Union(market.Takes.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return
        [
            .. groups.Select(group =>
                GspGroupCorrection.Correct(group, market.Takes[group], byGroup.GetValueOrDefault(group) ?? [], reasons)
            ),
        ];
    }

    private static decimal[] UnitVolumes(IReadOnlyList<BmUnit> units, IReadOnlyList<GspGroupResult> groups, MarketInputs market)
    {
        var allocated = groups
            .SelectMany(group => group.Suppliers, (group, supplier) => (group.GspGroup, supplier.Supplier, supplier.Allocated))
            .ToDictionary(a => (a.GspGroup, a.Supplier), a => a.Allocated);
        return
        [
            .. units.Select(unit =>
                unit switch
                {
                    { Kind: not BmUnitKind.Supplier } => market.Volumes[unit.Id],
                    { IsDefault: true, GspGroup: { } group } => -allocated.GetValueOrDefault((group, unit.Party)),
                    _ => 0,
                }
            ),
        ];
    }

    private static decimal[] Credit(IReadOnlyList<BmUnit> units, decimal[] volumes, decimal[] factors, TransmissionLosses losses)
    {
        var credited = new decimal[units.Count];
        for (var i = 0; i < credited.Length; i++)
        {
            credited[i] = losses.LossAdjusted(volumes[i], units[i], i, factors[i]);
        }
        if (losses is { HasDelivery: true, HasOfftake: true })
        {
            Remainder.ToGreatest(credited, 0, i => units[i].Kind != BmUnitKind.Interconnector);
        }
        return credited;
    }

    private static void AddReasons(SortedSet<SettlementIssue> reasons, ControlTotals controls, TransmissionLosses losses)
    {
        if (controls.CreditedSum != 0)
        {
            if (!losses.HasDelivery)
            {
                reasons.Add(new(SettlementIssue.NoDelivery, string.Empty));
            }
            if (!losses.HasOfftake)
            {
                reasons.Add(new(SettlementIssue.NoOfftake, string.Empty));
            }
        }

        // A control that fails for no named reason is a fault of ours; the run must say so and not publish.
        if (!controls.AreZero() && reasons.Count == 0)
        {
            reasons.Add(new(SettlementIssue.ControlNotZero, string.Empty));
        }
    }
}
