using System.Text.Json;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Periods;
using Settlement.Domain.Reference;
using Settlement.Domain.Timetable;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Reference;
using Settlement.Runs.LoadShaping;
using Settlement.Runs.Reconciliation;
using Settlement.Runs.Records;
using Settlement.Runs.Results;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Runs.Verification;

/// <summary>What came of recomputing a run.</summary>
/// <param name="Equal">Whether every document is the same.</param>
/// <param name="Difference">The first difference, for people to read; null when there is none.</param>
public sealed record VerificationResult(bool Equal, string? Difference);

/// <summary>
/// Recomputes a run from its recorded cut and versions, the slow way, from every reading, and compares it with what was stored,
/// by bytes where the documents are of this version. Nothing is stored.
/// </summary>
public sealed class RunVerification(
    ResultStore results,
    ReferenceStore references,
    HeadStore heads,
    DayFold dayFold,
    MarketFold marketFold,
    RunReconciliation reconciliation,
    LoadShapeFill fill
)
{
    /// <summary>Verifies a run that has results.</summary>
    /// <returns>Whether it is equal; where it is not, the first difference, which may be a damaged input.</returns>
    /// <exception cref="RunConflictException">The run was never opened.</exception>
    /// <exception cref="RunDataGoneException">Something that the run was computed from, or its results, is no longer stored.</exception>
    public async ValueTask<VerificationResult> VerifyAsync(RunRecord run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run is not { Cut: { } cut, Versions: { } versions })
        {
            throw new RunConflictException($"Run {run.Run} of {run.Day} was never opened; there is nothing to verify.");
        }
        await CheckHeadsAsync(run, Hubs.Readings, cut.Readings, cancellationToken);
        await CheckHeadsAsync(run, Hubs.Market, cut.Market, cancellationToken);
        try
        {
            return await CompareAsync(run, cut, await ReferenceAsync(run, versions, cancellationToken), cancellationToken);
        }
        catch (LedgerDataMissingException e)
        {
            throw Gone(run, e.Message, e);
        }
        catch (Exception e) when (e is DamagedBlockException or TableDamagedException)
        {
            return new VerificationResult(false, e.Message);
        }
    }

    /// <summary>The version of documents from which on a correction factor outside 0.9 to 1.1 is a warning.</summary>
    private const int FirstVersionWithNarrowBand = 2;

    private async ValueTask<VerificationResult> CompareAsync(
        RunRecord run,
        Cut cut,
        MarketDay reference,
        CancellationToken cancellationToken
    )
    {
        var comparison = new DocumentComparison(run.DocumentVersion);
        var totals = new DayTotals();
        for (var group = 0; group < DayFold.RunGroups; group++)
        {
            totals.Add(await dayFold.FoldFromReadingsAsync(run.Day, cut, group, DayFold.RunGroups, cancellationToken));
        }
        var shapes = LedgerJson.Write(LoadShapeDocument.Create(run.Run, reference, totals));
        var filled = await fill.FillAsync(reference, cut, totals, cancellationToken);
        var market = await marketFold.FoldAsync(run.Day, cut, cancellationToken);
        var periods = new List<PeriodDocument>();
        for (var period = 1; period <= run.Day.Periods; period++)
        {
            var result = PeriodSettlement.Settle(
                run.Run,
                new SettlementPeriod(run.Day, period),
                totals.CellsInPeriod(period),
                market[period - 1],
                reference,
                run.LaggingPartitions
            );
            var computed = PeriodDocument.FromResult(result);
            // The band without a row in the parameters was 0.5 to 2 then.
            periods.Add(run.DocumentVersion < FirstVersionWithNarrowBand ? computed with { Warnings = null } : computed);
            var stored =
                await results.FindPeriodBytesAsync(run.Key, period, cancellationToken)
                ?? throw Gone(run, $"The result of period {period} is missing.");
            if (comparison.Difference($"Period {period} differs", stored.Span, LedgerJson.Write(periods[^1])) is { } difference)
            {
                return new VerificationResult(false, difference);
            }
        }

        var sums = await results.FindSummaryBytesAsync(run.Key, cancellationToken) ?? throw Gone(run, "The sums of the day are missing.");
        var summary = DaySummary.Summarize(periods);
        var differs =
            comparison.Difference("The sums of the day differ", sums.Span, LedgerJson.Write(summary))
            ?? await PartyDifferenceAsync(run, comparison, periods, cancellationToken)
            ?? await FillDifferenceAsync(run, comparison, shapes, filled, cancellationToken)
            ?? await ReconciliationDifferenceAsync(run, comparison, summary, reference, cancellationToken);
        return new VerificationResult(differs is null, differs);
    }

    private async ValueTask<string?> PartyDifferenceAsync(
        RunRecord run,
        DocumentComparison comparison,
        IReadOnlyList<PeriodDocument> periods,
        CancellationToken cancellationToken
    )
    {
        // Runs that closed before results were kept by party have them by period only.
        if (await results.FindPartiesAsync(run.Key, cancellationToken) is not { } parties)
        {
            return null;
        }
        var computed = PartyDocument.Create(periods);
        if (!parties.SequenceEqual(computed.Select(party => party.Party), StringComparer.Ordinal))
        {
            return "The parties differ.";
        }
        foreach (var (place, party) in computed.Index())
        {
            var stored = await results.ReadPartyBytesAsync(run.Key, place, cancellationToken);
            if (comparison.Difference($"The rows of party {party.Party} differ", stored.Span, LedgerJson.Write(party)) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private async ValueTask<string?> FillDifferenceAsync(
        RunRecord run,
        DocumentComparison comparison,
        byte[] shapes,
        FilledValues? filled,
        CancellationToken cancellationToken
    )
    {
        var stored = await results.FindLoadShapeBytesAsync(run.Key, cancellationToken) ?? throw Gone(run, "Its load shapes are missing.");
        if (comparison.Difference("The load shapes differ", stored.Span, shapes) is { } difference)
        {
            return difference;
        }

        var storedFill = await results.FindFilledAsync(run.Key, cancellationToken);
        return filled == storedFill
            ? null
            : $"What is filled by load shape differs: stored {(object?)storedFill ?? "nothing"}, computed {(object?)filled ?? "nothing"}.";
    }

    private async ValueTask<string?> ReconciliationDifferenceAsync(
        RunRecord run,
        DocumentComparison comparison,
        DaySummary summary,
        MarketDay reference,
        CancellationToken cancellationToken
    )
    {
        if (run.State != RunState.Closed || !RunType.Parse(run.Run).MovesMoney)
        {
            return null;
        }
        var stored = await results.FindReconciliationAsync(run.Key, cancellationToken) ?? throw Gone(run, "Its reconciliation is missing.");
        ReconciliationDocument document;
        try
        {
            document = LedgerJson.Read<ReconciliationDocument>(stored.Span);
        }
        catch (JsonException e)
        {
            return $"The reconciliation cannot be read: {e.Message}";
        }

        var computed = await reconciliation.CompareAsync(run.Key, summary, document.From, reference, cancellationToken);
        return comparison.Difference("The reconciliation differs", stored.Span, LedgerJson.Write(computed));
    }

    /// <summary>The steps before a cut's last are missed by whoever counts what they brought; nobody misses the last one when all are gone.</summary>
    private async ValueTask CheckHeadsAsync(
        RunRecord run,
        string hub,
        IReadOnlyList<PartitionCut> cuts,
        CancellationToken cancellationToken
    )
    {
        foreach (var cut in cuts.Where(cut => cut.Step > 0))
        {
            var step = await heads.ReadStepAsync(new(hub, cut.Partition), cut.Step, cancellationToken);
            if (step is null || (step.Epoch, step.To) != (cut.Epoch, cut.Sequence))
            {
                throw Gone(
                    run,
                    $"Head step {cut.Step} of partition {cut.Partition} of Event Hub '{hub}', up to event {cut.Sequence}, is missing."
                );
            }
        }
    }

    private async ValueTask<MarketDay> ReferenceAsync(
        RunRecord run,
        IReadOnlyDictionary<string, int> versions,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await references.LoadAsync(versions, cancellationToken)).On(run.Day);
        }
        catch (KeyNotFoundException e)
        {
            throw Gone(run, e.Message, e);
        }
    }

    private static RunDataGoneException Gone(RunRecord run, string what, Exception? inner = null) =>
        new($"Run {run.Run} of {run.Day} (attempt {run.Attempt}) cannot be verified: {what}", inner);
}
