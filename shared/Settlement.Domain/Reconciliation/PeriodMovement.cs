using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Periods;
using Settlement.Domain.Reference;

namespace Settlement.Domain.Reconciliation;

/// <summary>All that a period is settled from.</summary>
/// <param name="Reference">The reference data in force on the day.</param>
/// <param name="Market">The market inputs.</param>
/// <param name="Totals">The winning meter values by cell and quality class.</param>
public sealed record PeriodInputs(MarketDay Reference, MarketInputs Market, IReadOnlyList<CellTotal> Totals);

/// <summary>How much of a party's amount a cause moved.</summary>
/// <param name="Party">The party.</param>
/// <param name="Effects">GBP net by cause, in the order of <see cref="MovementCause.All"/>.</param>
public sealed record PartyEffects(string Party, IReadOnlyList<decimal> Effects);

/// <summary>A cause after which a period could not be settled, so that its effect is in that of the next one after which it could.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Period">The period.</param>
/// <param name="Reasons">What the period lacked then.</param>
public sealed record JoinedCause(string Cause, int Period, IReadOnlyList<SettlementIssue> Reasons);

/// <summary>What moved in a period.</summary>
/// <param name="Period">The Settlement Period.</param>
/// <param name="Parties">By party; those of either run.</param>
/// <param name="Joined">The causes that could not be distinguished from the next.</param>
public sealed record PeriodEffects(int Period, IReadOnlyList<PartyEffects> Parties, IReadOnlyList<JoinedCause> Joined);

/// <summary>
/// Explains a period's movement from one run to another: the inputs of the earlier one are replaced by those of the later, cause by cause, and the period
/// is settled after each. What a cause moves is the difference to the settlement before it, so that the effects add up exactly.
/// </summary>
public static class PeriodMovement
{
    /// <summary>Explains a period.</summary>
    /// <param name="run">The code of the later run.</param>
    /// <param name="period">The period.</param>
    /// <param name="from">What the earlier run was settled from.</param>
    /// <param name="to">What the later run was settled from.</param>
    /// <param name="late">The meter values of the earlier run with those that came late.</param>
    /// <param name="actual">And with the estimates that turned actual.</param>
    /// <exception cref="InvalidOperationException">One of the two runs is not exact by this code.</exception>
    public static PeriodEffects Explain(
        string run,
        SettlementPeriod period,
        PeriodInputs from,
        PeriodInputs to,
        IReadOnlyList<CellTotal> late,
        IReadOnlyList<CellTotal> actual
    )
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var joined = new List<JoinedCause>();
        var effects = new SortedDictionary<string, decimal[]>(StringComparer.Ordinal);
        var (before, lacking) = Settle(run, period, from);
        if (before is null)
        {
            throw Inexact("earlier", period, lacking);
        }
        var causes = MovementCause.All;
        var steps = Steps(from, to, late, actual).ToList();
        for (var cause = 0; cause < causes.Count; cause++)
        {
            (var after, lacking) = Settle(run, period, steps[cause]);
            if (after is null)
            {
                if (cause == causes.Count - 1)
                {
                    throw Inexact("later", period, lacking);
                }
                joined.Add(new JoinedCause(causes[cause], period.Period, lacking));
                continue;
            }

            foreach (var party in before.Keys.Union(after.Keys, StringComparer.Ordinal))
            {
                if (!effects.TryGetValue(party, out var row))
                {
                    effects.Add(party, row = new decimal[causes.Count]);
                }
                row[cause] = after.GetValueOrDefault(party) - before.GetValueOrDefault(party);
            }

            before = after;
        }

        return new PeriodEffects(period.Period, [.. effects.Select(row => new PartyEffects(row.Key, row.Value))], joined);
    }

    /// <summary>The inputs after each cause.</summary>
    private static IEnumerable<PeriodInputs> Steps(
        PeriodInputs earlier,
        PeriodInputs later,
        IReadOnlyList<CellTotal> late,
        IReadOnlyList<CellTotal> actual
    )
    {
        var inputs = earlier with { Reference = later.Reference };
        yield return inputs;
        yield return inputs = inputs with { Market = inputs.Market with { Takes = later.Market.Takes } };
        yield return inputs = inputs with { Market = inputs.Market with { Volumes = later.Market.Volumes } };
        yield return inputs = inputs with { Market = inputs.Market with { Balancing = later.Market.Balancing } };
        yield return inputs = inputs with { Market = inputs.Market with { Contracts = later.Market.Contracts } };
        yield return inputs = inputs with { Market = later.Market };
        yield return inputs = inputs with { Totals = late };
        yield return inputs with
        {
            Totals = actual,
        };
        yield return later;
    }

    /// <summary>The parties' nets, or null where the period is not exact, with the reasons.</summary>
    private static (Dictionary<string, decimal>? Nets, IReadOnlyList<SettlementIssue> Lacking) Settle(
        string run,
        SettlementPeriod period,
        PeriodInputs inputs
    )
    {
        var result = PeriodSettlement.Settle(run, period, inputs.Totals, inputs.Market, inputs.Reference, []);
        var lacking = result.Figures is { } figures ? figures.Reasons : result.Missing;
        return (
            lacking.Count == 0
                ? result.Figures!.Parties.ToDictionary(party => party.Party, party => party.Net, StringComparer.Ordinal)
                : null,
            lacking
        );
    }

    private static InvalidOperationException Inexact(string which, SettlementPeriod period, IReadOnlyList<SettlementIssue> lacking) =>
        new(
            $"Period {period.Period} of {period.Day} cannot be settled as in the {which} run: {string.Join(", ", lacking.Select(each => $"{each.Code} {each.Subject}".TrimEnd()))}."
        );
}
