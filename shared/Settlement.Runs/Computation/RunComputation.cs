using Settlement.Domain;
using Settlement.Domain.Calendar;
using Settlement.Domain.Completeness;
using Settlement.Domain.Market;
using Settlement.Domain.Periods;
using Settlement.Domain.Reference;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Reference;
using Settlement.Runs.Completeness;
using Settlement.Runs.Corrections;
using Settlement.Runs.LoadShaping;
using Settlement.Runs.Reconciliation;
using Settlement.Runs.Records;
using Settlement.Runs.Results;

namespace Settlement.Runs.Computation;

/// <summary>
/// The steps of a run, each an activity of its orchestration: open, fold in groups, assemble the inputs of the periods, settle each period, close.
/// After the opening everything is a function of the recorded cut and versions; a step that is repeated does the same again.
/// </summary>
public sealed class RunComputation(
    RunStore runs,
    ResultStore results,
    HeadStore heads,
    ReferenceStore references,
    DayFold dayFold,
    MarketFold marketFold,
    RunReconciliation reconciliation,
    CompletenessCount completeness,
    LoadShapeFill fill,
    LoadShapeTotals loadShapes
)
{
    /// <summary>Into how many groups the fold of a run that opens now is cut; a run that is open keeps the number on its record.</summary>
    public const int FoldGroups = DayFold.RunGroups;

    /// <summary>Keeps how far the Event Hubs are filled, for <see cref="OpenAsync(RunAttempt, bool, CancellationToken)"/>.</summary>
    public ValueTask RecordPositionsAsync(RunKey key, IReadOnlyList<HubPosition> positions, CancellationToken cancellationToken) =>
        results.WritePositionsAsync(key, positions, cancellationToken);

    /// <summary>Records the cut of a run like the other overload, with the positions that were kept and <see cref="FoldGroups"/>.</summary>
    /// <exception cref="RunConflictException">The attempt has its result, or another has followed it.</exception>
    public async ValueTask<OpenedRun> OpenAsync(RunAttempt attempt, bool lastChance, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var positions = await results.ReadPositionsAsync(attempt.Key, cancellationToken);
        return await OpenAsync(attempt, positions, lastChance, FoldGroups, cancellationToken);
    }

    /// <summary>
    /// Records the cut of a run, if every partition has been ingested up to its given position, or if <paramref name="lastChance"/> says not to wait longer;
    /// then the partitions that are behind are recorded and the run will be inexact. An attempt that was opened before keeps its cut, and runs again if it had failed.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="positions">The events that must have been ingested.</param>
    /// <param name="lastChance">Whether to open it even if some have not.</param>
    /// <param name="foldGroups">Into how many groups its fold is cut.</param>
    /// <param name="cancellationToken">Stops before the record is written.</param>
    /// <exception cref="RunConflictException">The attempt has its result, or another has followed it.</exception>
    public async ValueTask<OpenedRun> OpenAsync(
        RunAttempt attempt,
        IReadOnlyList<HubPosition> positions,
        bool lastChance,
        int foldGroups,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(positions);
        var run = attempt.Record is { State: RunState.Running } running
            ? running
            : await runs.ChangeAsync(attempt.Key, Resumed, cancellationToken);
        if (run.Cut is not null)
        {
            return new OpenedRun(true, run.LaggingPartitions, run.FoldGroups);
        }
        var behind = new List<string>();
        var awaited = new List<HubPosition>();
        var cuts = new List<(string Hub, PartitionCut Cut)>();
        foreach (var position in positions)
        {
            var head = await heads.ReadAsync(position.Id, cancellationToken);
            cuts.Add((position.Hub, PartitionCut.Of(position.Partition, head)));
            if (head.HasReached(position.Epoch, position.LastSequence))
            {
                continue;
            }
            behind.Add($"{position.Id}");
            awaited.Add(position);
        }

        if (behind.Count > 0 && !lastChance)
        {
            return new OpenedRun(false, behind, foldGroups);
        }
        var versions = await references.CurrentAsync(cancellationToken);
        var cut = new Cut(Of(Hubs.Readings), Of(Hubs.Market));
        var opened = await runs.ChangeAsync(
            attempt.Key,
            run =>
                run.Cut is null
                    ? run with
                    {
                        Cut = cut,
                        Versions = versions,
                        LaggingPartitions = behind,
                        RequiredPositions = awaited,
                        FoldGroups = foldGroups,
                    }
                    : run,
            cancellationToken
        );
        return new OpenedRun(true, opened.LaggingPartitions, opened.FoldGroups);

        IReadOnlyList<PartitionCut> Of(string hub) => [.. cuts.Where(c => c.Hub == hub).Select(c => c.Cut).OrderBy(c => c.Partition)];
    }

    /// <summary>Folds one group.</summary>
    public async ValueTask FoldAsync(RunAttempt attempt, int group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var run = attempt.RequireOpen();
        var (totals, doubts) = await dayFold.FoldWithDoubtsAsync(run.Day, run.Cut!, group, run.FoldGroups, cancellationToken);
        await results.WriteFoldAsync(run.Key, group, totals, cancellationToken);
        await results.WriteDoubtsAsync(run.Key, group, doubts, cancellationToken);
        if ((await ReferenceAsync(run, cancellationToken)).RequiresCompleteness)
        {
            await completeness.CountAsync(CompletenessKey.ForRun(run), run.Cut!, group, run.FoldGroups, cancellationToken);
        }
    }

    /// <summary>Puts together what each period is settled from.</summary>
    public async ValueTask AssembleAsync(RunAttempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var run = attempt.RequireOpen();
        var totals = new DayTotals();
        for (var group = 0; group < run.FoldGroups; group++)
        {
            totals.Add(await results.ReadFoldAsync(run.Key, group, cancellationToken));
        }
        var reference = await ReferenceAsync(run, cancellationToken);
        await results.WriteLoadShapesAsync(run.Key, LoadShapeDocument.Create(run.Run, reference, totals), cancellationToken);
        if (await fill.FillAsync(reference, run.Cut!, totals, cancellationToken) is { } filled)
        {
            await results.WriteFilledAsync(run.Key, filled, cancellationToken);
        }
        var market = await marketFold.FoldAsync(run.Day, run.Cut!, cancellationToken);
        for (var period = 1; period <= run.Day.Periods; period++)
        {
            await results.WriteInputsAsync(run.Key, period, totals.Only(period), market[period - 1], cancellationToken);
        }
    }

    /// <summary>Settles one period.</summary>
    public async ValueTask SettleAsync(RunAttempt attempt, int period, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var run = attempt.RequireOpen();
        var (totals, market) = await results.ReadInputsAsync(run.Key, period, cancellationToken);
        var reference = await ReferenceAsync(run, cancellationToken);
        var result = PeriodSettlement.Settle(
            run.Run,
            new SettlementPeriod(run.Day, period),
            totals.CellsInPeriod(period),
            market,
            reference,
            run.LaggingPartitions
        );
        await results.WritePeriodAsync(run.Key, PeriodDocument.FromResult(result), cancellationToken);
    }

    /// <summary>Adds up the day and ends the run: closed when every period is exact, inexact with the reasons otherwise.</summary>
    public async ValueTask<RunRecord> CloseAsync(RunAttempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var key = attempt.Key;
        if (attempt.Record is { HasResult: true } ended)
        {
            await results.DropFoldAsync(key, cancellationToken);
            return ended;
        }

        var periods = new List<PeriodDocument>();
        for (var period = 1; period <= key.Day.Periods; period++)
        {
            periods.Add(await results.ReadPeriodAsync(key, period, cancellationToken));
        }
        await results.WriteSummaryAsync(key, DaySummary.Summarize(periods), cancellationToken);
        await results.WritePartiesAsync(key, PartyDocument.Create(periods), cancellationToken);
        await ExplainCorrectionsAsync(key, periods, cancellationToken);
        var reasons = Collect(periods, p => p.Missing ?? p.Reasons!, await IncompleteAsync(attempt, cancellationToken));
        var warnings = Collect(periods, p => p.Warnings ?? [], await DoubtsAsync(attempt, cancellationToken));
        if (reasons.Count == 0)
        {
            await reconciliation.WriteAsync(key, cancellationToken);
            if (await results.FindLoadShapesAsync(key, cancellationToken) is { } shapes)
            {
                await loadShapes.WriteAsync(shapes, cancellationToken);
            }
        }

        var closed = await runs.EndAsync(
            key,
            run =>
                run with
                {
                    State = reasons.Count == 0 ? RunState.Closed : RunState.Inexact,
                    Reasons = reasons,
                    Warnings = warnings,
                    Failure = null,
                },
            cancellationToken
        );
        await results.DropFoldAsync(key, cancellationToken);
        return closed;
    }

    /// <summary>Ends a run that broke off.</summary>
    public ValueTask<RunRecord> FailAsync(RunKey key, RunFailure failure, CancellationToken cancellationToken) =>
        runs.EndAsync(key, run => run with { State = RunState.Failed, Failure = failure }, cancellationToken);

    /// <summary>
    /// Reads the record that a step works from. Where the attempt had failed at this very step, it has been rewound, and runs again: a step is
    /// not run twice otherwise, unless its first outcome was lost.
    /// </summary>
    /// <param name="key">The attempt.</param>
    /// <param name="step">The step that is about to run.</param>
    /// <param name="cancellationToken">Stops before the record is written.</param>
    public async ValueTask<RunAttempt> BeginStepAsync(RunKey key, RunStepName step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var run = await runs.FindAsync(key, cancellationToken);
        return new RunAttempt(
            key,
            run is { State: RunState.Failed, Failure: { } failure } && failure.IsAt(step)
                ? await runs.ChangeAsync(
                    key,
                    current => current.Failure?.IsAt(step) == true ? Resumed(current) : current,
                    cancellationToken
                )
                : run
        );
    }

    private static RunRecord Resumed(RunRecord run) =>
        run.State == RunState.Failed ? run with { State = RunState.Running, Ended = null, Failure = null } : run;

    private async ValueTask<MarketDay> ReferenceAsync(RunRecord run, CancellationToken cancellationToken) =>
        (await references.LoadAsync(run.Versions!, cancellationToken)).On(run.Day);

    /// <summary>The doubtful values that the run uses or that wait aside, by code and supplier.</summary>
    private async ValueTask<List<RunReason>> DoubtsAsync(RunAttempt attempt, CancellationToken cancellationToken)
    {
        var counts = new List<DoubtCount>();
        for (var group = 0; group < (attempt.Record?.FoldGroups ?? 0); group++)
        {
            counts.AddRange(await results.ReadDoubtsAsync(attempt.Key, group, cancellationToken));
        }
        return
        [
            .. counts
                .GroupBy(count => (count.Code, count.Supplier))
                .Select(same => new RunReason(same.Key.Code, same.Key.Supplier, null) { Count = same.Sum(count => count.Count) }),
        ];
    }

    /// <summary>Keeps the suppliers to look at first where a correction factor lies outside the band.</summary>
    private async ValueTask ExplainCorrectionsAsync(RunKey key, List<PeriodDocument> periods, CancellationToken cancellationToken)
    {
        var before = new SettlementDay(key.Day.Date.PlusDays(-CorrectionSuspects.DaysBefore));
        var earlier = await runs.FindBestAsync(before, cancellationToken);
        var corrections = await CorrectionSuspects.ExplainAsync(
            periods,
            earlier is null ? null : new ComparedRun(before, earlier.Run, earlier.Attempt),
            period => results.FindPeriodAsync(earlier!.Key, period, cancellationToken)
        );
        if (corrections.Total > 0)
        {
            await results.WriteCorrectionsAsync(key, corrections, cancellationToken);
        }
    }

    /// <summary>Where the run's cut does not meet the standards of completeness, if its reference data requires that it does.</summary>
    private async ValueTask<List<RunReason>> IncompleteAsync(RunAttempt attempt, CancellationToken cancellationToken)
    {
        if (
            attempt.Record is not { Versions: not null } run
            || await ReferenceAsync(run, cancellationToken) is not { RequiresCompleteness: true } reference
        )
        {
            return [];
        }
        var key = CompletenessKey.ForRun(run);
        var received = await completeness.FindAsync(key, run.FoldGroups, cancellationToken);
        if (received is null)
        {
            // A version that counted no values may have folded this run.
            for (var group = 0; group < run.FoldGroups; group++)
            {
                await completeness.CountAsync(key, run.Cut!, group, run.FoldGroups, cancellationToken);
            }
            received = (await completeness.FindAsync(key, run.FoldGroups, cancellationToken))!;
        }
        return
        [
            .. CompletenessReport
                .Create(reference, received)
                .Where(row => row.MeetsStandard == false)
                .Select(row => new RunReason(SettlementIssue.Incomplete, $"{row.Supplier} {row.GspGroup} {row.Segment.Text()}", null)),
        ];
    }

    private static List<RunReason> Collect(
        IEnumerable<PeriodDocument> periods,
        Func<PeriodDocument, IEnumerable<SettlementIssue>> of,
        params IEnumerable<RunReason> ofTheRun
    ) =>
        [
            .. periods
                .SelectMany(p => of(p).Select(s => new RunReason(s.Code, s.Subject, p.Period)))
                .Concat(ofTheRun)
                .OrderBy(r => r.Code, StringComparer.Ordinal)
                .ThenBy(r => r.Subject, StringComparer.Ordinal)
                .ThenBy(r => r.Period),
        ];
}

/// <summary>What came of opening a run.</summary>
/// <param name="IsOpen">Whether the cut is recorded.</param>
/// <param name="LaggingPartitions">The partitions that are behind, as <c>hub/partition</c>.</param>
/// <param name="FoldGroups">Into how many groups its fold is cut.</param>
public sealed record OpenedRun(bool IsOpen, IReadOnlyList<string> LaggingPartitions, int FoldGroups);
