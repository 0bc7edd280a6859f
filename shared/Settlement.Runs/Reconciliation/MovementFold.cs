using System.Runtime.CompilerServices;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reconciliation;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;

namespace Settlement.Runs.Reconciliation;

/// <summary>What meter values changed between two cuts, by cell, quality class and period, each sort of change for itself.</summary>
/// <param name="Late">Values where there were none.</param>
/// <param name="Actual">Actual values less the estimated ones that they replaced.</param>
/// <param name="Other">Every other change.</param>
public sealed record ReadingChanges(DayTotals Late, DayTotals Actual, DayTotals Other);

/// <summary>
/// Compares the winners of a Settlement Day at two cuts. Only meters that have a row in a block which one of the cuts has and the other has not
/// are read with their values.
/// </summary>
public sealed class MovementFold(LedgerReader ledger)
{
    /// <summary>Finds what changed for the meters of a group.</summary>
    public async ValueTask<ReadingChanges> FoldAsync(
        SettlementDay day,
        Cut from,
        Cut to,
        int group,
        int groups,
        CancellationToken cancellationToken
    )
    {
        var changes = new ReadingChanges(new DayTotals(), new DayTotals(), new DayTotals());
        await foreach (var found in ReadAsync(day, from, to, MeterShard.RangeOf(group, groups), cancellationToken))
        {
            foreach (var change in found.Meters.SelectMany(meter => meter.Changes))
            {
                var totals = change.Cause switch
                {
                    MovementCause.LateData => changes.Late,
                    MovementCause.EstimatesTurnedActual => changes.Actual,
                    _ => changes.Other,
                };
                if (change.From is { } before)
                {
                    totals.Add(before.Cell, before.Quality, change.Period, before.WattHours, -1);
                }
                if (change.To is { } after)
                {
                    totals.Add(after.Cell, after.Quality, change.Period, after.WattHours);
                }
            }
        }

        return changes;
    }

    /// <summary>A page of the meters that changed.</summary>
    /// <param name="day">The Settlement Day.</param>
    /// <param name="from">The earlier cut.</param>
    /// <param name="to">The later cut.</param>
    /// <param name="wanted">Which of them.</param>
    /// <param name="after">Where the page before ended.</param>
    /// <param name="limit">How many the page has at the most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public ValueTask<MeterPage<ChangedMeter>> PageAsync(
        SettlementDay day,
        Cut from,
        Cut to,
        Func<ChangedMeter, bool> wanted,
        MeterCursor after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var shards = ReadAsync(day, from, to, (after.Shard, MeterShard.Count), cancellationToken)
            .Select(found => (found.EndShard, found.LookedAt, found.Meters.Where(wanted)));
        return MeterPage<ChangedMeter>.TakeAsync(shards, meter => meter.Mpan, after, limit, cancellationToken);
    }

    /// <summary>The changed meters of some shards, as many shards at a time as memory allows.</summary>
    internal async IAsyncEnumerable<ChangedMeters> ReadAsync(
        SettlementDay day,
        Cut from,
        Cut to,
        (int First, int End) shards,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var released = await ledger.Doubts.ReleasedAsync(day, Either(from, to).Readings.Select(cut => cut.Partition), cancellationToken);
        var (fromReach, toReach) = (CutReach.FromCut(from, released), CutReach.FromCut(to, released));
        var unchanged = (await ledger.ListAsync(day, Both(from, to), cancellationToken)).Select(block => block.Id).ToHashSet();
        var all = await ledger.ListAsync(day, Either(from, to), cancellationToken);
        var blocks = all.OrderBy(block => !unchanged.Contains(block.Id)).ToList();
        var touched = blocks.FindIndex(block => !unchanged.Contains(block.Id));
        if (touched < 0)
        {
            yield break;
        }

        // Of each touched meter at least one more row is read beside the one in a touched block.
        var touchedRows = Math.Max(1, 2 * blocks.Skip(touched).Sum(block => (long)block.Header.Rows));
        var rows = blocks.Sum(block => (long)block.Header.Rows);
        var scan = new MeterScan(ledger.Blocks, blocks, Math.Min(MeterScan.RowsAtOnce, MeterScan.VersionsAtOnce * rows / touchedRows));
        var cells = new DayTotals();
        await foreach (var found in scan.ReadAsync(shards, Touched, cells, cancellationToken))
        {
            yield return new ChangedMeters(found.EndShard, found.LookedAt, Changed(found, fromReach, toReach, cells));
        }

        // A meter's rows stand in the order of the blocks.
        Func<int, bool, bool> Touched(MeterRows meters)
        {
            var first = meters.FirstNumberFrom(touched);
            return (end, _) => meters.NumberAt(end - 1) >= first;
        }
    }

    private static IEnumerable<ChangedMeter> Changed(ScannedMeters found, CutReach fromReach, CutReach toReach, DayTotals cells)
    {
        var before = new WinningValue[SettlementDay.MaxPeriods + 1];
        var after = new WinningValue[SettlementDay.MaxPeriods + 1];
        foreach (var (start, end, mpan) in found.Meters)
        {
            found.Versions.FindWinners(start, end, fromReach, before);
            found.Versions.FindWinners(start, end, toReach, after);
            var changes = new List<ValueChange>();
            var (from, to) = (0L, 0L);
            for (var period = 1; period <= SettlementDay.MaxPeriods; period++)
            {
                var (old, current) = (Value(before[period], cells), Value(after[period], cells));
                from = checked(from + (old?.Signed ?? 0));
                to = checked(to + (current?.Signed ?? 0));
                if (old != current)
                {
                    changes.Add(new ValueChange(period, Cause(old, current), old, current));
                }
            }

            if (changes.Count > 0)
            {
                yield return new ChangedMeter(mpan, from, to, changes);
            }
        }
    }

    private static MeterValue? Value(in WinningValue winner, DayTotals cells) =>
        winner.Exists ? new MeterValue(cells.Cells[winner.Cell], winner.Quality.Class(), winner.WattHours) : null;

    private static string Cause(MeterValue? from, MeterValue? to) =>
        (from, to) switch
        {
            (null, _) => MovementCause.LateData,
            ({ Quality: QualityClass.Estimated }, { Quality: QualityClass.Actual }) => MovementCause.EstimatesTurnedActual,
            _ => MovementCause.OtherCorrections,
        };

    /// <summary>What both cuts have.</summary>
    private static Cut Both(Cut from, Cut to) =>
        to with
        {
            Readings =
            [
                .. from
                    .Readings.Join(to.Readings, cut => cut.Partition, cut => cut.Partition, (a, b) => a.Step < b.Step ? a : b)
                    .OrderBy(cut => cut.Partition),
            ],
        };

    /// <summary>What one of the cuts has.</summary>
    private static Cut Either(Cut from, Cut to) =>
        to with
        {
            Readings =
            [
                .. from
                    .Readings.Concat(to.Readings)
                    .GroupBy(cut => cut.Partition)
                    .Select(cuts => cuts.MaxBy(cut => cut.Step)!)
                    .OrderBy(cut => cut.Partition),
            ],
        };
}
