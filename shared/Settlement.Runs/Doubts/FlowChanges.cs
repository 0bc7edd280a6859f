using System.Runtime.CompilerServices;
using NodaTime;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;

namespace Settlement.Runs.Doubts;

/// <summary>A meter that sent import and export for the same periods under one revision: the later version won, and the energy of the other counts nowhere.</summary>
/// <param name="Mpan">The meter.</param>
/// <param name="Period">The first of the periods.</param>
/// <param name="Periods">How many there are.</param>
/// <param name="Winner">Where the energy of the version that won belongs.</param>
/// <param name="Loser">Where that of the other belonged.</param>
/// <param name="Revision">The revision of both.</param>
/// <param name="Arrived">When the one that won was enqueued.</param>
public sealed record ChangedFlow(
    Mpan Mpan,
    int Period,
    int Periods,
    SettlementCell Winner,
    SettlementCell Loser,
    long Revision,
    Instant Arrived
);

/// <summary>Finds the meters whose flow changed between versions of one revision. Of meters whose versions do not overlap no value is read.</summary>
public sealed class FlowChanges(LedgerReader ledger)
{
    /// <summary>A page of them.</summary>
    /// <param name="day">The Settlement Day.</param>
    /// <param name="cut">What is looked at.</param>
    /// <param name="after">Where the page before ended.</param>
    /// <param name="limit">How many the page has at the most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LedgerDataMissingException">A block is missing.</exception>
    public ValueTask<MeterPage<ChangedFlow>> PageAsync(
        SettlementDay day,
        Cut cut,
        MeterCursor after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        MeterPage<ChangedFlow>.TakeAsync(
            ReadAsync(day, cut, after.Shard, cancellationToken),
            meter => meter.Mpan,
            after,
            limit,
            cancellationToken
        );

    private async IAsyncEnumerable<(int EndShard, int LookedAt, IEnumerable<ChangedFlow> Items)> ReadAsync(
        SettlementDay day,
        Cut cut,
        int firstShard,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var cells = new DayTotals();
        var scan = new MeterScan(ledger.Blocks, await ledger.ListAsync(day, cut, cancellationToken), MeterScan.RowsAtOnce);
        await foreach (var found in scan.ReadAsync((firstShard, MeterShard.Count), _ => (_, overlap) => overlap, cells, cancellationToken))
        {
            yield return (found.EndShard, found.LookedAt, Changed(found, cells));
        }
    }

    private static IEnumerable<ChangedFlow> Changed(ScannedMeters found, DayTotals cells)
    {
        foreach (var (start, end, mpan) in found.Meters)
        {
            if (found.Versions.FindFlowChange(start, end, cells) is { } change)
            {
                yield return new ChangedFlow(
                    mpan,
                    change.First,
                    change.Periods,
                    cells.Cells[change.WinningCell],
                    cells.Cells[change.LosingCell],
                    change.Winner.Revision,
                    Instant.FromDateTimeUtc(new DateTime(change.Winner.Enqueued, DateTimeKind.Utc))
                );
            }
        }
    }
}
