using System.Numerics;
using System.Runtime.CompilerServices;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;

namespace Settlement.Runs.Completeness;

/// <summary>A registered meter that has no value for all or some periods of a Settlement Day.</summary>
/// <param name="Registration">The meter as registered.</param>
/// <param name="Received">For how many periods it has a value.</param>
/// <param name="Missing">The periods for which it has none.</param>
public sealed record MissingMeter(Meter Registration, int Received, IReadOnlyList<int> Missing);

/// <summary>Finds the registered meters that have not reported, or not for every period.</summary>
public sealed class MissingMeters(LedgerReader ledger)
{
    /// <summary>A page of them.</summary>
    /// <param name="reference">The reference data in force on the day, with the registered meters.</param>
    /// <param name="cut">What is looked at.</param>
    /// <param name="wanted">Which of the registered meters are asked for.</param>
    /// <param name="after">Where the page before ended.</param>
    /// <param name="limit">How many the page has at the most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public ValueTask<MeterPage<MissingMeter>> PageAsync(
        MarketDay reference,
        Cut cut,
        Func<Meter, bool> wanted,
        MeterCursor after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        MeterPage<MissingMeter>.TakeAsync(
            ReadAsync(reference, cut, wanted, after.Shard, cancellationToken),
            meter => meter.Registration.Mpan,
            after,
            limit,
            cancellationToken
        );

    /// <summary>All of them from a shard on, some shards at a time.</summary>
    internal async IAsyncEnumerable<(int EndShard, int LookedAt, IEnumerable<MissingMeter> Items)> ReadAsync(
        MarketDay reference,
        Cut cut,
        Func<Meter, bool> wanted,
        int firstShard,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (winners, reach) = (new WinningValue[SettlementDay.MaxPeriods + 1], CutReach.FromCut(cut));
        var scan = new MeterScan(ledger.Blocks, await ledger.ListAsync(reference.Day, cut, cancellationToken), MeterScan.VersionsAtOnce);
        var first = firstShard;
        await foreach (var found in scan.ReadAsync((firstShard, MeterShard.Count), _ => (_, _) => true, new DayTotals(), cancellationToken))
        {
            var received = new Dictionary<Mpan, ulong>(found.Meters.Count);
            foreach (var (start, end, mpan) in found.Meters)
            {
                found.Versions.FindWinners(start, end, reach, winners);
                received.Add(mpan, Periods(winners));
            }

            var (from, to) = (first, found.EndShard);
            var missing = reference
                .Meters.Where(meter => MeterShard.GetShard(meter.Mpan) is var shard && shard >= from && shard < to && wanted(meter))
                .Select(meter => Missing(meter, received.GetValueOrDefault(meter.Mpan), reference.Day.Periods))
                .Where(meter => meter.Missing.Count > 0);
            yield return (found.EndShard, found.LookedAt, missing);
            first = found.EndShard;
        }
    }

    private static ulong Periods(ReadOnlySpan<WinningValue> winners)
    {
        var periods = 0UL;
        for (var period = 1; period < winners.Length; period++)
        {
            periods |= winners[period].Exists ? 1UL << period : 0;
        }
        return periods;
    }

    private static MissingMeter Missing(Meter meter, ulong received, int periods) =>
        new(meter, BitOperations.PopCount(received), [.. Enumerable.Range(1, periods).Where(period => (received & (1UL << period)) == 0)]);
}
