using Settlement.Domain.Calendar;
using Settlement.Domain.Periods;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Reference;
using Settlement.Runs.LoadShaping;
using Settlement.Runs.Results;

namespace Settlement.Runs.Computation;

/// <summary>
/// Settles one period on all that is ingested and the current reference data, and stores nothing. Overlaps of meters are found for the day as in a run,
/// group by group, and of each group the period alone is kept: it takes the time of a run's fold and the memory of one group.
/// </summary>
public sealed class PeriodPreview(ReferenceStore references, DayFold dayFold, MarketFold marketFold, LoadShapeFill fill)
{
    /// <summary>Settles a period.</summary>
    /// <param name="run">The run code, as printed.</param>
    /// <param name="period">The period.</param>
    /// <param name="cut">How far each partition is ingested.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The period with its figures, or with what it lacks.</returns>
    /// <exception cref="LedgerDataMissingException">Something that was ingested for the day is no longer stored.</exception>
    public async ValueTask<PeriodDocument> SettleAsync(string run, SettlementPeriod period, Cut cut, CancellationToken cancellationToken)
    {
        var totals = new DayTotals();
        for (var group = 0; group < DayFold.RunGroups; group++)
        {
            totals.Add((await dayFold.FoldAsync(period.Day, cut, group, DayFold.RunGroups, cancellationToken)).Only(period.Period));
        }
        var reference = (await references.LoadCurrentAsync(cancellationToken)).On(period.Day);
        await fill.FillAsync(reference, cut, totals, cancellationToken);
        var market = await marketFold.FoldAsync(period.Day, cut, cancellationToken);
        return PeriodDocument.FromResult(
            PeriodSettlement.Settle(run, period, totals.CellsInPeriod(period.Period), market[period.Period - 1], reference, [])
        );
    }
}
