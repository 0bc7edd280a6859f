using Settlement.Domain.Allocation;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;

namespace Settlement.Ledger.Folding;

/// <summary>One version of a meter's values on a Settlement Day: a row of a block, on its own.</summary>
/// <param name="Mpan">The meter.</param>
/// <param name="Cell">Where its energy belongs.</param>
/// <param name="Key">What decides whether it wins.</param>
/// <param name="First">The period of the first value.</param>
/// <param name="WattHours">The values in Wh, <see cref="ReadingBatch.NoValue"/> for none.</param>
/// <param name="Qualities">Their qualities.</param>
public sealed record MeterVersion(Mpan Mpan, SettlementCell Cell, VersionKey Key, int First, long[] WattHours, Quality[] Qualities)
{
    /// <summary>The last period.</summary>
    public int Last => First + WattHours.Length - 1;

    /// <summary>Whether it carries a value for a period.</summary>
    public bool Has(int period) => period >= First && period <= Last && WattHours[period - First] != ReadingBatch.NoValue;

    internal static async ValueTask<MeterVersion> ReadAsync(BlockReader block, SliceRows rows, int row, CancellationToken cancellationToken)
    {
        var (cells, events) = (await block.CellsAsync(cancellationToken), await block.EventsAsync(cancellationToken));
        var (id, e) = (block.Block.Id, events[rows.Event(row)]);
        return new MeterVersion(
            Mpan.FromStored(rows.Ids.Mpans[row]),
            cells[rows.Cell(row)],
            new VersionKey(rows.Revision(row), e.Enqueued, id.Partition, e.Position, rows.Place(row)),
            rows.Ids.First(row),
            rows.Values(row).AllWattHours(),
            rows.Values(row).AllQualities()
        );
    }
}
