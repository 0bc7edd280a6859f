using Settlement.Domain.Calendar;

namespace Settlement.Ledger.Folding;

/// <summary>A committed head step brought something for a day that is no longer stored. A run over it would be wrong, so there is none.</summary>
public sealed class LedgerDataMissingException(string hub, int partition, SettlementDay day, long number)
    : Exception($"What partition {partition} of Event Hub '{hub}' brought for {day} is not all there: its part {number} is missing. It was purged, or must be restored from a backup.")
{
    /// <summary>The Settlement Day.</summary>
    public SettlementDay Day { get; } = day;
}
