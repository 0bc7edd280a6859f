using Settlement.Domain.Calendar;

namespace Settlement.Ledger.Folding;

/// <summary>
/// The latest version wins, period by period. <see cref="RowVersions"/> has the same rule for the fast path; this one is written apart from it on
/// purpose, for verification compares the two.
/// </summary>
public static class Winners
{
    /// <summary>For each period from 1, the version of a meter that wins there, or null where none has a value; the first entry is unused.</summary>
    public static MeterVersion?[] Select(IEnumerable<MeterVersion> versions)
    {
        ArgumentNullException.ThrowIfNull(versions);
        var winners = new MeterVersion?[SettlementDay.MaxPeriods + 1];
        foreach (var version in versions)
        {
            for (var period = version.First; period <= version.Last; period++)
            {
                if (version.Has(period) && (winners[period] is not { } best || version.Key > best.Key))
                {
                    winners[period] = version;
                }
            }
        }

        return winners;
    }
}
