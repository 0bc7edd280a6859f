using System.Globalization;
using Settlement.Domain.Calendar;
using Settlement.Domain.Completeness;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Storage;
using Settlement.Storage.Json;

namespace Settlement.Runs.Completeness;

/// <summary>How large a day is at a cut, and the name of its count.</summary>
/// <param name="Key">The name.</param>
/// <param name="Rows">How many rows it has.</param>
public sealed record DaySize(CompletenessKey Key, long Rows);

/// <summary>
/// Counts the meters and half hours of a Settlement Day that have a winning value, with their energy. Every row is read, so the work is cut into groups, and what was
/// counted is kept.
/// </summary>
public sealed class CompletenessCount(ITableStore store, LedgerReader ledger)
{
    /// <summary>Into how many groups a count that begins now is cut.</summary>
    public const int Groups = DayFold.RunGroups;

    /// <summary>The number of groups that is not part of the names of what is kept, since there was no other once.</summary>
    private const int FirstGroups = 8;

    internal const string Table = "completeness";

    /// <summary>Looks how large a day is at a cut; no row is read.</summary>
    /// <exception cref="LedgerDataMissingException">A block is missing.</exception>
    public async ValueTask<DaySize> SizeAsync(SettlementDay day, Cut cut, CancellationToken cancellationToken)
    {
        var blocks = await ledger.ListAsync(day, cut, cancellationToken);
        return new DaySize(CompletenessKey.ForBlocks(day, blocks), blocks.Sum(block => (long)block.Header.Rows));
    }

    /// <summary>Counts the meters of a group.</summary>
    /// <exception cref="LedgerDataMissingException">A block is missing.</exception>
    public async ValueTask<IReadOnlyList<ReceivedMeters>> CountAsync(
        SettlementDay day,
        Cut cut,
        int group,
        int groups,
        CancellationToken cancellationToken
    )
    {
        var tally = new MeterTally();
        var (winners, reach) = (new WinningValue[SettlementDay.MaxPeriods + 1], CutReach.FromCut(cut));
        var scan = new MeterScan(ledger.Blocks, await ledger.ListAsync(day, cut, cancellationToken), MeterScan.VersionsAtOnce);
        await foreach (var found in scan.ReadAsync(MeterShard.RangeOf(group, groups), _ => (_, _) => true, tally.Cells, cancellationToken))
        {
            foreach (var (start, end, _) in found.Meters)
            {
                found.Versions.FindWinners(start, end, reach, winners);
                tally.AddMeter(winners);
            }
        }

        return tally.Received();
    }

    /// <summary>Counts the meters of one of so many groups and keeps the count under a name.</summary>
    /// <exception cref="LedgerDataMissingException">A block is missing.</exception>
    public async ValueTask CountAsync(CompletenessKey key, Cut cut, int group, int groups, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var counts = await CountAsync(key.Day, cut, group, groups, cancellationToken);
        await store.WriteBlobAsync(
            Table,
            key.Day.ToString(),
            Row(key, group, groups),
            LedgerJson.Write(counts),
            TableWriteKind.Put,
            cancellationToken
        );
    }

    /// <summary>
    /// What was counted in so many groups and kept, group after group; null where a group is not there yet, or was kept before values were counted.
    /// </summary>
    public async ValueTask<IReadOnlyList<ReceivedMeters>?> FindAsync(CompletenessKey key, int groups, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var counts = new List<ReceivedMeters>();
        for (var group = 0; group < groups; group++)
        {
            if (await store.ReadBlobAsync(Table, key.Day.ToString(), Row(key, group, groups), cancellationToken) is not { } json)
            {
                return null;
            }
            var kept = LedgerJson.Read<List<ReceivedMeters>>(json.Span);
            if (kept.Exists(row => row.Values is null))
            {
                return null;
            }
            counts.AddRange(kept);
        }

        return counts;
    }

    /// <summary>Deletes what was counted of a day.</summary>
    internal static async ValueTask PurgeAsync(ITableStore store, SettlementDay day, CancellationToken cancellationToken) =>
        await store.DeleteAsync(Table, day.ToString(), RowRange.All, cancellationToken);

    private static string Row(CompletenessKey key, int group, int groups) =>
        groups == FirstGroups
            ? string.Create(CultureInfo.InvariantCulture, $"{key.Counted}-{group:D2}")
            : string.Create(CultureInfo.InvariantCulture, $"{key.Counted}-{group:D2}of{groups}");
}
