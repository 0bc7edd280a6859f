using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Ledger.Commits;

/// <summary>A committed head step brought something for a day that is no longer stored. A run over it would be wrong, so there is none.</summary>
public sealed class LedgerDataMissingException(PartitionId partition, SettlementDay day, long number)
    : Exception(
        $"What partition {partition.Number} of Event Hub '{partition.Hub}' brought for {day} is not all there: its part {number} is missing. It was purged, or must be restored from a backup."
    )
{
    /// <summary>The Settlement Day.</summary>
    public SettlementDay Day { get; } = day;
}
