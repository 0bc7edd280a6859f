using Settlement.Domain.Allocation;
using Settlement.Domain.Market;

namespace Settlement.Runs.Reconciliation;

/// <summary>A meter's value of one period and where its energy belongs.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Quality">Actual or estimated.</param>
/// <param name="WattHours">The value in Wh, export positive.</param>
public readonly record struct MeterValue(SettlementCell Cell, QualityClass Quality, long WattHours)
{
    /// <summary>The value in Wh, import positive, export negative.</summary>
    public long Signed => Cell.Flow == Flow.Import ? WattHours : -WattHours;
}

/// <summary>What of a meter changed in one period.</summary>
/// <param name="Period">The Settlement Period.</param>
/// <param name="Cause">One of the causes of <see cref="Domain.Reconciliation.MovementCause"/> that concern meters.</param>
/// <param name="From">The value that won at the earlier cut, or null where there was none.</param>
/// <param name="To">The value that won at the later cut, or null where there was none.</param>
public readonly record struct ValueChange(int Period, string Cause, MeterValue? From, MeterValue? To);

/// <summary>A meter of which something changed between two cuts.</summary>
/// <param name="Mpan">The meter.</param>
/// <param name="From">Its energy of the day at the earlier cut in Wh, import positive, export negative.</param>
/// <param name="To">The same at the later cut.</param>
/// <param name="Changes">What changed, by period.</param>
public sealed record ChangedMeter(Mpan Mpan, long From, long To, IReadOnlyList<ValueChange> Changes);

/// <summary>Changed meters of some shards, ascending; to be used before the next are read.</summary>
/// <param name="EndShard">The end of the shards.</param>
/// <param name="LookedAt">How many rows were looked at.</param>
/// <param name="Meters">The meters.</param>
internal readonly record struct ChangedMeters(int EndShard, int LookedAt, IEnumerable<ChangedMeter> Meters);
