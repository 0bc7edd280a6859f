using Settlement.Domain.Periods;

namespace Settlement.Runs.Results;

/// <summary>A run's figures added up over the day's periods that have figures. Volumes are MWh, money is GBP.</summary>
/// <param name="Totals">Losses and residual; ratios do not add.</param>
/// <param name="Controls">The control totals.</param>
/// <param name="GspGroups">By GSP Group.</param>
/// <param name="Parties">By party.</param>
/// <param name="WithFigures">How many periods have figures; null in sums that were kept before this was counted.</param>
public sealed record DaySummary(
    DayMarketTotals Totals,
    ControlTotals Controls,
    IReadOnlyList<DayGspGroup> GspGroups,
    IReadOnlyList<DayParty> Parties,
    int? WithFigures = null
)
{
    /// <summary>Party → net amount of the day, GBP.</summary>
    internal Dictionary<string, decimal> NetByParty() =>
        Parties.ToDictionary(party => party.Party, party => party.Net, StringComparer.Ordinal);

    /// <summary>Adds up the periods of a run.</summary>
    public static DaySummary Summarize(IReadOnlyCollection<PeriodDocument> periods)
    {
        ArgumentNullException.ThrowIfNull(periods);
        var settled = periods.Where(p => p.Missing is null).ToList();
        return new DaySummary(
            new DayMarketTotals(settled.Sum(p => p.Totals!.Losses), settled.Sum(p => p.Totals!.Residual)),
            new ControlTotals(
                settled.Sum(p => p.Controls!.TakeMinusAllocated),
                settled.Sum(p => p.Controls!.CreditedSum),
                settled.Sum(p => p.Controls!.ContractedSum),
                settled.Sum(p => p.Controls!.NetSum)
            ),
            [
                .. settled
                    .SelectMany(p => p.GspGroups!)
                    .GroupBy(g => g.GspGroup, StringComparer.Ordinal)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new DayGspGroup(g.Key, g.Sum(x => x.Take), g.Sum(x => x.Uncorrected))),
            ],
            [
                .. settled
                    .SelectMany(p => p.Parties!)
                    .GroupBy(p => p.Party, StringComparer.Ordinal)
                    .OrderBy(p => p.Key, StringComparer.Ordinal)
                    .Select(p => new DayParty(
                        p.Key,
                        p.Sum(x => x.Credited),
                        p.Sum(x => x.Balancing),
                        p.Sum(x => x.Contracted),
                        p.Sum(x => x.Imbalance),
                        p.Sum(x => x.ImbalanceCash),
                        p.Sum(x => x.ResidualCash),
                        p.Sum(x => x.Net)
                    )),
            ],
            settled.Count
        );
    }
}

/// <summary>Totals over a day.</summary>
public sealed record DayMarketTotals(decimal Losses, decimal Residual);

/// <summary>A GSP Group over a day.</summary>
public sealed record DayGspGroup(string GspGroup, decimal Take, decimal Uncorrected);

/// <summary>A party over a day.</summary>
public sealed record DayParty(
    string Party,
    decimal Credited,
    decimal Balancing,
    decimal Contracted,
    decimal Imbalance,
    decimal ImbalanceCash,
    decimal ResidualCash,
    decimal Net
);
