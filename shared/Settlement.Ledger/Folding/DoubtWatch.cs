using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Doubts;

namespace Settlement.Ledger.Folding;

/// <summary>How many doubtful values of a supplier a fold has.</summary>
/// <param name="Code">What is doubtful.</param>
/// <param name="Supplier">The supplier.</param>
/// <param name="Count">How many: values over their limit, messages that are too short, meters whose flow changed.</param>
public sealed record DoubtCount(string Code, string Supplier, long Count);

/// <summary>
/// Counts the doubtful values that a fold uses, and those that wait aside and would win. A value that was corrected is in no count.
/// </summary>
internal sealed class DoubtWatch
{
    /// <summary>So many doubts of a group are looked up; those beyond are counted as if they won, for memory must not grow with a feed that is wrong.</summary>
    private const int MaxWatched = 65_536;

    private readonly Dictionary<long, List<StoredDoubt>> _watched = [];
    private readonly Dictionary<(string Code, string Supplier), long> _counts = [];
    private readonly WinningValue[] _winners = new WinningValue[SettlementDay.MaxPeriods + 1];
    private readonly CutReach _reach;

    private DoubtWatch(Cut cut) => _reach = CutReach.FromCut(cut);

    /// <summary>Reads the doubts of a day at a cut, of the meters of some shards.</summary>
    public static async ValueTask<DoubtWatch> ReadAsync(
        DoubtStore doubts,
        SettlementDay day,
        Cut cut,
        (int First, int End) shards,
        CancellationToken cancellationToken
    )
    {
        var watch = new DoubtWatch(cut);
        var watched = 0;
        foreach (var partition in cut.Readings)
        {
            await foreach (var each in doubts.ReadAsync(day, partition.Partition, partition.Step, cancellationToken))
            {
                var shard = MeterShard.GetShard(each.Doubt.Mpan);
                if (shard < shards.First || shard >= shards.End)
                {
                    continue;
                }
                if (watched++ >= MaxWatched)
                {
                    watch.Count(Code(each), each.Doubt.Cell.Supplier);
                    continue;
                }
                if (!watch._watched.TryGetValue(each.Doubt.Mpan.Value, out var ofMeter))
                {
                    watch._watched.Add(each.Doubt.Mpan.Value, ofMeter = []);
                }
                ofMeter.Add(each);
            }
        }

        return watch;
    }

    /// <summary>Whether something of a meter is doubtful.</summary>
    public bool Watches(Mpan mpan) => _watched.Count > 0 && _watched.ContainsKey(mpan.Value);

    /// <summary>Looks at a meter's versions.</summary>
    public void Look(Mpan mpan, RowVersions versions, int start, int end, DayTotals cells)
    {
        if (versions.FindFlowChange(start, end, cells) is { } change)
        {
            Count(DoubtCodes.FlowChanged, cells.Cells[change.WinningCell].Supplier);
        }
        if (!_watched.Remove(mpan.Value, out var doubts))
        {
            return;
        }
        versions.FindWinners(start, end, _reach, _winners);
        foreach (var each in doubts)
        {
            if (Matters(each))
            {
                Count(Code(each), each.Doubt.Cell.Supplier);
            }
        }
    }

    /// <summary>The counts, once every meter that has a version was looked at. A value that waits may be all that there is of its meter.</summary>
    public IReadOnlyList<DoubtCount> Finish()
    {
        foreach (var each in _watched.Values.SelectMany(doubts => doubts).Where(each => each.IsWaiting))
        {
            Count(Code(each), each.Doubt.Cell.Supplier);
        }
        _watched.Clear();
        return
        [
            .. _counts
                .OrderBy(count => count.Key.Code, StringComparer.Ordinal)
                .ThenBy(count => count.Key.Supplier, StringComparer.Ordinal)
                .Select(count => new DoubtCount(count.Key.Code, count.Key.Supplier, count.Value)),
        ];
    }

    private static string Code(in StoredDoubt each) => each.IsWaiting ? DoubtCodes.Quarantined : each.Doubt.Code.ToText();

    private void Count(string code, string supplier) => _counts[(code, supplier)] = _counts.GetValueOrDefault((code, supplier)) + 1;

    /// <summary>Whether a run has the value, or would have it if it did not wait.</summary>
    private bool Matters(in StoredDoubt each)
    {
        var doubt = each.Doubt;
        if (doubt.Code == DoubtCode.ShortDay)
        {
            foreach (ref readonly var winner in _winners.AsSpan())
            {
                if (winner.Exists && IsOf(winner.Key, doubt))
                {
                    return true;
                }
            }
            return false;
        }

        ref readonly var value = ref _winners[doubt.Period];
        return each.IsWaiting ? !value.Exists || VersionKey.FromDoubt(doubt) > value.Key : value.Exists && IsOf(value.Key, doubt);
    }

    private static bool IsOf(in VersionKey key, Doubt doubt) => key == VersionKey.FromDoubt(doubt);
}
