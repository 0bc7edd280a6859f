using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reconciliation;
using Settlement.Domain.Reference;
using Settlement.Domain.Timetable;
using Settlement.Reference;
using Settlement.Runs.Records;
using Settlement.Runs.Results;

namespace Settlement.Runs.Reconciliation;

/// <summary>
/// What closed runs of a Settlement Day charge beside one another. A run follows the closed money run before it that has the highest
/// <see cref="RunType.Precedence"/>; a repeated dispute run follows its attempt before.
/// </summary>
public sealed class RunReconciliation(RunStore runs, ResultStore results, ReferenceStore references)
{
    /// <summary>The last closed attempt at a run, or null where none is closed.</summary>
    public async ValueTask<RunRecord?> FindClosedAsync(SettlementDay day, string run, CancellationToken cancellationToken) =>
        (await runs.ListAsync(day, cancellationToken)).LastOrDefault(record => record.Run == run && record.State == RunState.Closed);

    /// <summary>The closed money run that an attempt follows, or null where it is the first.</summary>
    public async ValueTask<RunRecord?> FindEarlierAsync(RunKey to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(to);
        return (await runs.ListAsync(to.Day, cancellationToken))
            .Where(record =>
                record.State == RunState.Closed && RunType.Parse(record.Run).MovesMoney && Order(record.Key).CompareTo(Order(to)) < 0
            )
            .MaxBy(record => Order(record.Key));
    }

    /// <summary>
    /// Keeps what a money run that is about to close charges. One that has closed keeps what it was given, whatever has closed before it since.
    /// </summary>
    public async ValueTask WriteAsync(RunKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!RunType.Parse(key.Run).MovesMoney || await runs.FindAsync(key, cancellationToken) is not { State: not RunState.Closed } run)
        {
            return;
        }
        await results.WriteReconciliationAsync(
            key,
            await CompareAsync(run, await FindEarlierAsync(key, cancellationToken), cancellationToken),
            cancellationToken
        );
    }

    /// <summary>What a run charges beside an earlier one.</summary>
    /// <param name="to">The later run; it has its day's sums.</param>
    /// <param name="from">The earlier one, or null for none.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RunDataGoneException">The sums of a run, or reference data that the later one names, are no longer stored.</exception>
    public async ValueTask<ReconciliationDocument> CompareAsync(RunRecord to, RunRecord? from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(to);
        MarketDay reference;
        try
        {
            reference = (await references.LoadAsync(to.Versions!, cancellationToken)).On(to.Day);
        }
        catch (KeyNotFoundException e)
        {
            throw new RunDataGoneException($"Run {to.Run} of {to.Day} (attempt {to.Attempt}) cannot be reconciled: {e.Message}", e);
        }

        return await CompareAsync(
            to.Key,
            await SummaryAsync(to.Key, cancellationToken),
            from is null ? null : new ReconciledRun(from.Run, from.Attempt),
            reference,
            cancellationToken
        );
    }

    /// <summary>What a run with certain sums charges beside an earlier one.</summary>
    internal async ValueTask<ReconciliationDocument> CompareAsync(
        RunKey to,
        DaySummary summary,
        ReconciledRun? from,
        MarketDay reference,
        CancellationToken cancellationToken
    )
    {
        var earlier = from is null ? [] : (await SummaryAsync(new RunKey(to.Day, from.Run, from.Attempt), cancellationToken)).NetByParty();
        var days = from is null ? 0 : RunTimetable.DaysBetween(reference, from.Run, to.Run);
        return new ReconciliationDocument(
            to.Day,
            from,
            new ReconciledRun(to.Run, to.Attempt),
            days,
            ReconciliationCharges.Between(earlier, summary.NetByParty(), reference.InterestRate, days)
        );
    }

    private async ValueTask<DaySummary> SummaryAsync(RunKey key, CancellationToken cancellationToken) =>
        await results.FindSummaryAsync(key, cancellationToken)
        ?? throw new RunDataGoneException(
            $"The sums of run {key.Run} of {key.Day} (attempt {key.Attempt}) are missing; nothing can be compared with them."
        );

    private static (int Place, int Attempt) Order(RunKey key) => (RunType.Parse(key.Run).Precedence, key.Attempt);
}
