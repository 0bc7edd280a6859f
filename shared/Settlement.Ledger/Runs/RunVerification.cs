using Settlement.Domain.Calendar;
using Settlement.Domain.Periods;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Folding;
using Settlement.Ledger.Json;
using Settlement.Ledger.Reference;

namespace Settlement.Ledger.Runs;

/// <summary>What came of recomputing a run.</summary>
/// <param name="Equal">Whether every period has the same bytes.</param>
/// <param name="Difference">The first difference, for people to read; null when there is none.</param>
public sealed record Verification(bool Equal, string? Difference);

/// <summary>
/// Recomputes a run from its recorded cut and versions, the slow way, from every reading, and compares the bytes with what was stored.
/// Nothing is stored.
/// </summary>
public sealed class RunVerification(ResultStore results, ReferenceStore references, DayFold dayFold, MarketFold marketFold)
{
    private const int Context = 60;

    /// <summary>Verifies a run that has results.</summary>
    public async ValueTask<Verification> VerifyAsync(RunRecord run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run is not { Cut: { } cut, Versions: { } versions })
            throw new RunConflictException($"Run {run.Run} of {run.Day} was never opened; there is nothing to verify.");
        var totals = new DayTotals();
        for (var group = 0; group < RunComputation.FoldGroups; group++)
            totals.Add(await dayFold.FoldFromReadingsAsync(run.Day, cut, group, RunComputation.FoldGroups, cancellation));
        var market = await marketFold.FoldAsync(run.Day, cut, cancellation);
        var reference = (await references.LoadAsync(versions, cancellation)).On(run.Day);
        for (var period = 1; period <= run.Day.Periods; period++)
        {
            var result = PeriodSettlement.Settle(run.Run, new SettlementPeriod(run.Day, period), totals.Of(period), market[period - 1], reference, run.Behind);
            var computed = LedgerJson.Write(PeriodDocument.Of(result));
            var stored = await results.FindPeriodAsync(run.Key, period, cancellation);
            if (stored is not { } kept)
                return new Verification(false, $"Period {period} has no stored result.");
            if (!kept.Span.SequenceEqual(computed))
                return new Verification(false, Describe(period, kept.Span, computed));
        }

        return new Verification(true, null);
    }

    private static string Describe(int period, ReadOnlySpan<byte> stored, ReadOnlySpan<byte> computed)
    {
        var at = stored.CommonPrefixLength(computed);
        return $"Period {period} differs from byte {at} on: stored {Around(stored, at)}, computed {Around(computed, at)}.";
    }

    private static string Around(ReadOnlySpan<byte> json, int at)
    {
        var start = Math.Max(0, at - Context);
        return $"…{System.Text.Encoding.UTF8.GetString(json[start..Math.Min(json.Length, at + Context)])}…";
    }
}
